/**
 * Selects optimizer and trainer of a run: from its options, the log being resumed, or the task, in this order.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { LanguageModel } from "../model/language_model.ts";
import {
  createProposer,
  hasPrompts,
  isProposer,
  type OptimizerChoice,
  optimizerNamed,
  type OptimizerSettings,
  type PipelineSettings,
  type PromptSettings,
  promptSettingsIn,
  refuseUnreadSettings,
  unknownOptimizerSetting,
} from "../optimizer/optimizers.ts";
import type { Proposer } from "../problem/proposer.ts";
import { typeName } from "../task/type_name.ts";
import { type Acceptance, type AcceptanceChoice, chooseAcceptance } from "../trainer/acceptance.ts";
import type { EventOf } from "../trainer/event.ts";
import { createTrainer } from "../trainer/create_trainer.ts";
import type { Trainer } from "../trainer/trainer.ts";
import {
  isTrainer,
  type TrainerChoice,
  trainerNamed,
  type TrainingSettings,
  unknownTrainerSetting,
} from "../trainer/trainers.ts";

/** The choices for one strategy, by priority. */
interface Choices<Choice> {
  /** From the run's options. */
  readonly given?: Choice | undefined;
  /** Name in the log being resumed. */
  readonly logged?: string | undefined;
  /** Settings in the log being resumed. */
  readonly loggedSettings?: object;
  /** From the task. */
  readonly task?: Choice | undefined;
}

/** The sources of a run's strategies. */
export interface StrategySources {
  readonly model: LanguageModel | null;
  /** The first event of the log being resumed. */
  readonly started?: EventOf<"started"> | undefined;
  readonly options: {
    readonly optimizer?: OptimizerChoice | undefined;
    readonly trainer?: TrainerChoice | undefined;
    readonly accept?: AcceptanceChoice | undefined;
  };
  readonly task: {
    readonly optimizer?: OptimizerChoice | undefined;
    readonly trainer?: TrainerChoice | undefined;
  };
}

/** The strategies of a run, and the settings given with them. */
export interface Strategies {
  readonly proposer: Proposer;
  readonly pipeline: PipelineSettings;
  readonly trainer: Trainer;
  readonly training: TrainingSettings;
  readonly acceptance: Acceptance;
  /** The settings of prompts that were given; empty for a proposer that does not read them. */
  readonly prompts: PromptSettings;
}

/**
 * Selects the strategies.
 *
 * @throws {UsageError} when a name is unknown, or the optimizer needs a model and there is none
 */
export async function chooseStrategies(
  { model, started, options, task }: StrategySources,
): Promise<Strategies> {
  refuseOther("trainer", options.trainer);
  refuseOther("optimizer", options.optimizer);
  refuseUnknown("trainer", unknownTrainerSetting(options.trainer));
  refuseUnknown("optimizer", unknownOptimizerSetting(options.optimizer));
  const optimizer: Choices<OptimizerChoice> = {
    given: options.optimizer,
    logged: started?.optimizer,
    ...(started?.prompts === undefined ? {} : { loggedSettings: started.prompts }),
    task: task.optimizer,
  };
  const trainer: Choices<TrainerChoice> = {
    given: options.trainer,
    logged: started?.trainer,
    task: task.trainer,
  };
  const proposer = await chosenProposer(optimizer, model);
  if (proposer.needsModel && model === null) {
    throw new UsageError(
      `Cannot use "${proposer.name}" as the optimizer: received no model`,
      { advice: 'Name one with --model or OPTO_MODEL, or use the optimizer "search".' },
    );
  }
  refuseUnreadSettings(options.optimizer, proposer);
  const training = settingsOf<TrainingSettings>(trainer);
  return {
    proposer,
    prompts: hasPrompts(proposer.name) ? promptSettingsIn(settingsOf(optimizer)) : {},
    pipeline: settingsOf<PipelineSettings>(optimizer),
    trainer: chosenTrainer(trainer, model),
    training,
    acceptance: chooseAcceptance({
      given: options.accept,
      logged: started && (started.accept ?? "better"),
      task: training.accept,
    }),
  };
}

/** @throws {UsageError} for a choice of another kind, from untyped code */
function refuseOther(part: "trainer" | "optimizer", choice: unknown): void {
  if (choice === undefined || typeof choice === "string") return;
  if (typeof choice === "object" && choice !== null && !Array.isArray(choice)) return;
  throw new UsageError(
    `Cannot use ${typeName(choice)} as the ${part}: received no name, settings or ${part}`,
    {
      advice: typeof choice === "function"
        ? `Call the function that makes the ${part}.`
        : `Pass the name of a built-in ${part}.`,
    },
  );
}

function refuseUnknown(part: "trainer" | "optimizer", unknown: string | undefined): void {
  if (unknown === undefined) return;
  throw new UsageError(`Cannot use the settings of the ${part}: received the unknown ${unknown}`, {
    advice: "Correct the name, or leave it out.",
  });
}

async function chosenProposer(
  choices: Choices<OptimizerChoice>,
  model: LanguageModel | null,
): Promise<Proposer> {
  const own = ownOf(choices, isProposer);
  if (own !== undefined) return own;
  const name = nameOf(choices) ?? (model === null ? "search" : "optoprime");
  const settings = settingsOf<OptimizerSettings>(choices);
  refuseWrongValues(settings);
  return await createProposer({ ...settings, name: optimizerNamed(name) });
}

/** @throws {UsageError} for a setting that its type forbids, from untyped code */
function refuseWrongValues(settings: OptimizerSettings): void {
  const need = (
    name: keyof OptimizerSettings,
    what: string,
    isRight: (value: unknown) => boolean,
  ) => {
    const value: unknown = settings[name];
    if (value === undefined || isRight(value)) return;
    throw new UsageError(`Cannot use "${value}" as ${name} of the optimizer: received no ${what}`, {
      advice: `Give ${name} a ${what}.`,
    });
  };
  const isWhole = (least: number) => (value: unknown) =>
    Number.isSafeInteger(value) && Number(value) >= least;
  const isFlag = (value: unknown) => typeof value === "boolean";
  need("memorySize", "whole number from 0 upward", isWhole(0));
  need("maxPromptTokens", "whole number from 1 upward", isWhole(1));
  need(
    "temperature",
    "number from 0 upward",
    (value) => Number.isFinite(value) && Number(value) >= 0,
  );
  need("memorySummary", "true or false", isFlag);
  need("toolRounds", "whole number from 0 upward", isWhole(0));
  need("mask", "list of names", Array.isArray);
  need("variety", "list of names", Array.isArray);
  need("traceStatements", "true or false", isFlag);
  need("typeCheck", "true or false", isFlag);
}

function chosenTrainer(choices: Choices<TrainerChoice>, model: LanguageModel | null): Trainer {
  const own = ownOf(choices, isTrainer);
  if (own !== undefined) return own;
  const name = nameOf(choices) ?? (model === null ? "racing" : "minibatch");
  return createTrainer(trainerNamed(name));
}

/** The custom strategy in effect, if any: a name has precedence, except its own name in the log. */
function ownOf<Choice, Own extends { readonly name: string }>(
  { given, logged, task }: Choices<Choice>,
  isOwn: (choice: unknown) => choice is Own,
): Own | undefined {
  if (isOwn(given)) return given;
  if (nameIn(given) !== undefined || !isOwn(task)) return undefined;
  return logged === undefined || logged === task.name ? task : undefined;
}

function nameOf({ given, logged, task }: Choices<unknown>): string | undefined {
  return nameIn(given) ?? logged ?? nameIn(task);
}

function nameIn(choice: unknown): string | undefined {
  if (typeof choice === "string") return choice;
  const named = typeof choice === "object" && choice !== null && "name" in choice;
  return named && typeof choice.name === "string" ? choice.name : undefined;
}

/** Settings given with the choices; the options have precedence over the task. */
function settingsOf<Settings extends object>(
  { given, loggedSettings, task }: Choices<unknown>,
): Settings {
  const settings = (choice: unknown) => typeof choice === "object" && choice !== null ? choice : {};
  return { ...settings(task), ...loggedSettings, ...settings(given) } as Settings; // as: members that are not settings are never read
}
