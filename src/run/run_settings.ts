/**
 * The settings of a run: from its options, the log being resumed, the task, or the defaults, in this order.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { LanguageModel } from "../model/language_model.ts";
import type { OptimizerChoice, PromptSettings } from "../optimizer/optimizers.ts";
import type { AcceptanceChoice } from "../trainer/acceptance.ts";
import type { Budget, CommandOptions, EventOf, RunEvent } from "../trainer/event.ts";
import { type EvaluationCost, evaluationCostOf, usualCost } from "../trainer/evaluation_cost.ts";
import { type SamplingName, samplingNamed } from "../trainer/sampling.ts";
import type { TrainerChoice } from "../trainer/trainers.ts";
import { budgetOf } from "./budget.ts";
import type { Strategies } from "./strategies.ts";

/** Options of a run. */
export interface RunOptions {
  /** Seed of all randomness. @default 0 */
  readonly seed?: number;
  /** Number of steps. @default the task's, otherwise 20 */
  readonly steps?: number;
  /** Examples per step. @default the task's, otherwise 4 */
  readonly batchSize?: number;
  /** Suggestions per step. @default the task's, otherwise the optimizer's own */
  readonly proposals?: number;
  /** Parallel evaluations; affects only the duration. @default the number of cores, at most 4 */
  readonly concurrency?: number;
  /**
   * Proposes better values: a name, settings, or a proposer. @default the task's, otherwise "optoprime" with a
   * model, "search" without
   */
  readonly optimizer?: OptimizerChoice;
  /**
   * Decides which candidates are evaluated on which examples: a name, settings, or a trainer. @default the task's,
   * otherwise "minibatch" with a model, "racing" without
   */
  readonly trainer?: TrainerChoice;
  /** Score at which the run ends. @default the task's, otherwise none */
  readonly target?: number;
  /** Number of steps without a new best after which the run ends. @default the task's, otherwise none */
  readonly patience?: number;
  /** Improvement that a candidate must exceed to be accepted. @default the task's, otherwise 0 */
  readonly threshold?: number;
  /** Rule by which a candidate replaces the current one. @default the task's, otherwise "better" */
  readonly accept?: AcceptanceChoice;
  /** Cost of evaluating one example, in model calls. @default the task's, otherwise 0.1 where the agent has a model of its own, 0.01 with a model, 0 without */
  readonly evaluationCost?: EvaluationCost;
  /** Evaluations of each example, for a noisy agent or guide. @default the task's, otherwise 1 */
  readonly samples?: number;
  /** Order of the examples of batches. @default the task's, otherwise "shuffled" */
  readonly sampling?: SamplingName;
  /**
   * Runs the built-in search after the run, from the same start and with as many evaluations, to show what the model added.
   * It has the folder `baseline` of the run's directory, and the seconds that are left of the budget. @default none
   */
  readonly baseline?: "search";
  /**
   * Longest time of the agent, and of the guide, on one example, in milliseconds. An example on which a candidate takes
   * longer has failed; a guide that takes longer on an output of the initial values ends the run.
   *
   * @default 600,000: ten minutes
   */
  readonly evaluationTimeoutMs?: number;
  /** Limits. @default 200 calls, or 5,000 where the agent has a model of its own, 1,000,000 tokens, $5, 3600 seconds, any number of evaluations */
  readonly budget?: Partial<Budget>;
  /** Directory of the run: event log, best values, report. @default none: no files are written */
  readonly runDir?: string;
  /** Whether to continue the run in `runDir`. @default false */
  readonly resume?: boolean;
  /**
   * Whether to cut a damaged log to the whole lines before the damage, when the run is resumed. The damaged log is
   * kept beside it. @default false
   */
  readonly repair?: boolean;
  /**
   * Whether to resume although the task, its examples, the library or Deno changed; the log then says what changed.
   * @default false
   */
  readonly force?: boolean;
  /** Version of the task, to notice a change where its module is not known. @default none: unverified */
  readonly version?: string;
  /** Options of the command line, stored in the log for resuming. */
  readonly commandOptions?: CommandOptions;
  /** The task's module as given by the user, stored in the log for resuming. */
  readonly taskSource?: string;
  /**
   * Texts to strike out, besides keys and the task's own patterns, wherever a run sends or stores them: prompts, recordings,
   * the event log and its report, a server's events. Guide and agent see the original; values of parameters and the model's
   * answers stay as they are. @default none
   */
  readonly redact?: readonly RegExp[];
  /** Interrupts the run. */
  readonly signal?: AbortSignal;
  /**
   * Called with each event, in order, before readers of the run get it: for loggers. What it returns is not waited for.
   * Its errors become one warning and never end the run. @default none
   *
   * @example
   * ```ts
   * import type { OptimizeOptions } from "@opto/opto";
   * import { toyRun } from "@opto/opto/testing";
   *
   * const onEvent: OptimizeOptions["onEvent"] = (event) => {
   *   if (event.type === "step") console.log(JSON.stringify(event));
   * };
   * await toyRun({ steps: 1, onEvent }).result;
   * ```
   */
  readonly onEvent?: (event: RunEvent) => unknown;
}

/** Settings without defaults left open. */
export interface RunSettings {
  readonly seed: number;
  readonly steps: number;
  readonly batchSize: number;
  /** Undefined for the optimizer's own number. */
  readonly proposals?: number;
  /** Maximum repairs of one suggestion; undefined for the default. */
  readonly repairs?: number;
  readonly concurrency: number;
  /** Name of the optimizer. */
  readonly optimizer: string;
  /** Name of the trainer. */
  readonly trainer: string;
  readonly threshold: number;
  /** Name of the rule of acceptance. */
  readonly accept: string;
  readonly evaluationCost: EvaluationCost;
  readonly samples: number;
  readonly baseline?: "search";
  /** Undefined for "shuffled". */
  readonly sampling?: SamplingName;
  readonly target?: number;
  readonly patience?: number;
  /** Settings of prompts that were given; undefined for the optimizer's own. */
  readonly prompts?: PromptSettings;
  readonly budget: Budget;
}

/** The sources of settings. */
export interface SettingsSources {
  readonly options: RunOptions;
  readonly model: LanguageModel | null;
  /** The agent's model, where one is named. */
  readonly agentModel?: LanguageModel | undefined;
  /** The first event of the log being resumed. */
  readonly started?: EventOf<"started"> | undefined;
  readonly strategies: Strategies;
}

/** Settings that affect a run's records: a resumed run keeps them. */
const fixed = [
  "seed",
  "batchSize",
  "proposals",
  "threshold",
  "evaluationCost",
  "samples",
  "sampling",
] as const;

/**
 * Resolves the settings.
 *
 * @throws {UsageError} when a value is out of range, or differs from the run being resumed
 */
export function runSettings(
  { options, model, agentModel, started, strategies }: SettingsSources,
): RunSettings {
  const { proposer, trainer: { name: trainerName }, pipeline, training: trainer } = strategies;
  const { prompts, acceptance: { name: accept } } = strategies;
  const named = { optimizer: proposer.name, trainer: trainerName, accept };
  refuseChange({ ...options, ...named }, withDefaults(started));
  const chosen = { ...started, ...defined(options) };
  const target = finite("target", chosen.target ?? trainer.target);
  const sampling = samplingNamed(chosen.sampling ?? trainer.sampling ?? "shuffled");
  const patience = whole("patience", chosen.patience ?? trainer.patience, 1);
  const proposals = whole("proposals", chosen.proposals ?? trainer.proposals, 1);
  const { baseline } = chosen;
  refuseBaseline(baseline, proposer.name);
  whole("evaluationTimeoutMs", options.evaluationTimeoutMs, 1);
  const repairs = whole("repairs", started?.repairs ?? pipeline.repairs, 0);
  return {
    seed: whole("seed", chosen.seed ?? 0, 0),
    steps: whole("steps", chosen.steps ?? trainer.steps ?? 20, 0),
    batchSize: whole("batchSize", chosen.batchSize ?? trainer.batchSize ?? 4, 1),
    concurrency: whole("concurrency", options.concurrency ?? defaultConcurrency(), 1),
    optimizer: proposer.name,
    trainer: trainerName,
    threshold: finite("threshold", chosen.threshold ?? trainer.threshold ?? 0),
    accept,
    evaluationCost: evaluationCostOf(
      chosen.evaluationCost ?? trainer.evaluationCost ??
        (agentModel !== undefined ? 0.1 : model === null ? 0 : usualCost),
    ),
    samples: whole("samples", chosen.samples ?? trainer.samples ?? 1, 1),
    ...(baseline === undefined ? {} : { baseline }),
    ...(sampling === "shuffled" ? {} : { sampling }),
    ...(proposals === undefined ? {} : { proposals }),
    ...(repairs === undefined ? {} : { repairs }),
    ...(target === undefined ? {} : { target }),
    ...(patience === undefined ? {} : { patience }),
    ...(Object.keys(prompts).length === 0 ? {} : { prompts }),
    budget: budgetOf({ ...started?.budget, ...options.budget }, { model, agentModel }),
  };
}

/** @throws {UsageError} for another baseline than the search, or one beside the search */
function refuseBaseline(baseline: unknown, optimizer: string): void {
  if (baseline === undefined) return;
  if (baseline !== "search") {
    throw new UsageError(`Cannot use "${baseline}" as the baseline: received none but "search"`, {
      advice: 'Write "search".',
    });
  }
  if (optimizer !== "search") return;
  throw new UsageError('Cannot compare the optimizer "search" with itself as the baseline', {
    advice: "Choose another optimizer, or leave the baseline out.",
  });
}

function refuseChange(
  options: Omit<RunOptions, "optimizer" | "trainer" | "accept"> & {
    readonly optimizer: string;
    readonly trainer: string;
    readonly accept: string;
  },
  started: EventOf<"started"> | undefined,
): void {
  for (
    const name of started === undefined ? [] : [...fixed, "optimizer", "trainer", "accept"] as const
  ) {
    const before = started?.[name];
    const now = options[name];
    if (now === undefined || now === before) continue;
    throw new UsageError(
      `Cannot resume the run with ${name} "${now}": received "${before}" before`,
      {
        advice: "Omit it to keep the earlier setting, or start a new run.",
      },
    );
  }
}

/** A logged start with the rule of acceptance that runs had before they logged it. */
function withDefaults(started: EventOf<"started"> | undefined): EventOf<"started"> | undefined {
  return started && { accept: "better", sampling: "shuffled", ...started };
}

function defined<T extends object>(record: T): T {
  // as: only undefined fields are removed
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}

function finite<Value extends number | undefined>(name: string, value: Value): Value {
  if (value === undefined || Number.isFinite(value)) return value;
  throw new UsageError(`Cannot use "${value}" as ${name}: received no finite number`, {
    advice: `Give ${name} a number.`,
  });
}

/** A whole number in its range. @throws {UsageError} for something else */
export function whole<Value extends number | undefined>(
  name: string,
  value: Value,
  least: number,
): Value {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return value;
  throw new UsageError(
    `Cannot use "${value}" as ${name}: received no whole number from ${least} upward`,
    { advice: `Give ${name} a whole number, ${least} or more.` },
  );
}

/** Evaluations at the same time where none are asked for. */
export function defaultConcurrency(): number {
  return Math.min(navigator.hardwareConcurrency, 4);
}
