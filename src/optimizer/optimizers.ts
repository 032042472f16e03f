/**
 * The built-in optimizers by name, and the choice of an optimizer.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { unknownKey } from "../known_keys.ts";
import type { Proposer } from "../problem/proposer.ts";
import type { AnswerFormat } from "./answer_format.ts";
import type { MaskName } from "./mask.ts";
import type { Variety } from "./variety.ts";

/** A built-in optimizer. */
export type OptimizerName = "optoprime" | "opro" | "textgrad" | "hybrid" | "search";

/** The built-in optimizers. */
export const optimizerNames: readonly OptimizerName[] = [
  "optoprime",
  "opro",
  "textgrad",
  "hybrid",
  "search",
];

/** Settings for any optimizer. */
export interface PipelineSettings {
  /** Maximum repairs of a refused suggestion. @default 3 */
  readonly repairs?: number;
  /**
   * Whether the trace shows the inside of candidate code, as in a debugger: assigned values, branches, loop counts.
   * Evaluations on train examples take about a third longer, more in tight loops.
   *
   * @default true
   */
  readonly traceStatements?: boolean;
  /**
   * Whether proposed code must pass TypeScript's type checker against the original declaration: 5 to 20 ms per
   * proposal, half a second for the first. Working code may be refused for its types.
   *
   * @default false
   */
  readonly typeCheck?: boolean;
}

/** Settings of a built-in optimizer. */
export interface OptimizerSettings extends PipelineSettings {
  /** Its name. @default "optoprime" with a model, "search" without */
  readonly name?: OptimizerName;
  /** Whole earlier trials in the prompt: half the best ones, half the newest. @default 10; 20 for OPRO */
  readonly memorySize?: number;
  /** Whether the trials beyond `memorySize` are listed, one line each, for long runs. @default false */
  readonly memorySummary?: boolean;
  /** Sections that prompts leave out; `graph` for all sections of the trace. @default none */
  readonly mask?: readonly MaskName[];
  /** Maximum tokens of one prompt. @default 16_000 */
  readonly maxPromptTokens?: number;
  /** Form of the model's answers: JSON, values in tags, or values in blocks of Markdown. @default "json" */
  readonly answerFormat?: AnswerFormat;
  /** Maximum model calls for gradients in one step of TextGrad. @default 16 */
  readonly maxGradients?: number;
  /** Rounds before an answer in which the model may try values, or look at one that the prompt cut. @default 0 */
  readonly toolRounds?: number;
  /** How several proposals of a step differ. @default by the seed of their request only */
  readonly variety?: readonly Variety[];
  /** Sampling temperature. @default the model's own */
  readonly temperature?: number;
}

/** Settings of prompts and answers, which the built-in optimizers with a model read. */
export type PromptSettings = Omit<OptimizerSettings, "name" | keyof PipelineSettings>;

/** Those settings, each with its option on the command line, if it has one. */
const promptSettings: Readonly<Record<keyof PromptSettings, string | undefined>> = {
  memorySize: "--memory",
  memorySummary: undefined,
  mask: "--mask",
  maxPromptTokens: "--max-prompt-tokens",
  answerFormat: "--answer-format",
  maxGradients: undefined,
  variety: "--variety",
  toolRounds: "--tool-rounds",
  temperature: undefined,
};

/** Settings of prompts that one optimizer alone reads. */
const ownSettings: Readonly<Record<string, OptimizerName>> = { maxGradients: "textgrad" };

const settings: readonly string[] = [
  "name",
  "repairs",
  "traceStatements",
  "typeCheck",
  ...Object.keys(promptSettings),
];

/** The settings of prompts among some settings. */
export function promptSettingsIn(given: object): PromptSettings {
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) =>
      Object.hasOwn(promptSettings, name) && value !== undefined
    ),
  );
}

/**
 * Refuses settings of prompts that a proposer does not read.
 *
 * @throws {UsageError} naming the first of them
 */
export function refuseUnreadSettings(given: unknown, { name: proposer }: Proposer): void {
  if (typeof given !== "object" || given === null || isProposer(given)) return;
  const name = Object.keys(promptSettingsIn(given)).find((each) => !reads(proposer, each));
  if (name === undefined) return;
  const option = promptSettings[name as keyof PromptSettings]; // as: a key of the table
  throw new UsageError(
    `Cannot use ${name}${
      option === undefined ? "" : ` (${option})`
    } with the optimizer "${proposer}": received a setting that it does not read`,
    {
      advice: `Use it with one of these: ${
        optimizerNames.filter((each) => reads(each, name)).join(", ")
      }.`,
    },
  );
}

/** Whether an optimizer reads a setting of prompts. */
function reads(optimizer: string, setting: string): boolean {
  return hasPrompts(optimizer) && (ownSettings[setting] ?? optimizer) === optimizer;
}

/** Whether an optimizer of this name reads the settings of prompts. */
export function hasPrompts(name: string): boolean {
  return optimizerNames.some((known) => known === name && known !== "search");
}

/** The first unknown setting in a choice, with the nearest known one; a custom proposer may have members of its own. */
export function unknownOptimizerSetting(choice: unknown): string | undefined {
  const isSettings = typeof choice === "object" && choice !== null && !isProposer(choice);
  return isSettings ? unknownKey(choice, settings) : undefined;
}

/** The choice of an optimizer: a name, a name with settings, or a custom proposer (optionally with settings). */
export type OptimizerChoice = OptimizerName | OptimizerSettings | (Proposer & PipelineSettings);

/**
 * Parses the name of an optimizer from a command line or request.
 *
 * @throws {UsageError} when the name is unknown
 */
export function optimizerNamed(name: string): OptimizerName {
  const known = optimizerNames.find((each) => each === name);
  if (known !== undefined) return known;
  throw new UsageError(
    `Cannot use "${name}" as an optimizer: received none of ${optimizerNames.join(", ")}`,
    { advice: "Use one of them, or pass a custom proposer to optimize()." },
  );
}

/** Whether a choice is a custom proposer. */
export function isProposer(choice: unknown): choice is Proposer & PipelineSettings {
  return typeof choice === "object" && choice !== null && "propose" in choice &&
    typeof choice.propose === "function";
}

/**
 * Makes the proposer of a choice.
 *
 * @param choice a choice whose name is decided
 * @throws {UsageError} when the name is unknown
 */
export async function createProposer(
  choice: OptimizerName | (OptimizerSettings & { readonly name: OptimizerName }) | Proposer,
): Promise<Proposer> {
  if (isProposer(choice)) return choice;
  const { name, ...settings } = typeof choice === "string"
    ? { name: choice }
    : choice as OptimizerSettings & { readonly name: OptimizerName }; // as: the other two are handled above
  switch (name) {
    case "optoprime": {
      const { optoPrimeProposer } = await import("./optoprime.ts");
      return optoPrimeProposer(settings);
    }
    case "opro": {
      const { oproProposer } = await import("./opro.ts");
      return oproProposer(settings);
    }
    case "textgrad": {
      const { textGradProposer } = await import("./textgrad.ts");
      return textGradProposer(settings) as Proposer; // as: its memory is its own
    }
    case "hybrid": {
      const { hybridProposer } = await import("./hybrid.ts");
      return hybridProposer(settings) as Proposer; // as: its memory is its own
    }
    case "search": {
      const { searchProposer } = await import("../search/search_proposer.ts");
      return searchProposer();
    }
    default:
      name satisfies never;
      return await createProposer(optimizerNamed(name)); // a name from untyped code: throws
  }
}
