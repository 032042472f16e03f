/**
 * The built-in optimizers by name, and the choice of one.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { Proposer } from "../problem/proposer.ts";

/** A built-in optimizer. */
export type OptimizerName = "optoprime" | "opro" | "search";

/** The built-in optimizers. */
export const optimizerNames: readonly OptimizerName[] = ["optoprime", "opro", "search"];

/** Settings that hold for any optimizer. */
export interface PipelineSettings {
  /** Repairs asked for when a suggestion is refused. @default 2 */
  readonly repairs?: number;
  /**
   * Whether a model that is shown the trace sees inside the candidate's code, as in a debugger: values assigned, branches
   * taken, loops counted. It costs evaluations on train examples about a third of their time, more in tight loops.
   *
   * @default true
   */
  readonly traceStatements?: boolean;
  /**
   * Whether proposed code must pass TypeScript's own checker against the declared function: 5 to 20 ms for each proposal,
   * after half a second for the first. Code that works may be refused for its types.
   *
   * @default false
   */
  readonly typeCheck?: boolean;
}

/** Settings of a built-in optimizer. */
export interface OptimizerSettings extends PipelineSettings {
  /** Which one. @default "optoprime" with a model, "search" without */
  readonly name?: OptimizerName;
  /** Earlier trials shown to the model. @default 5; 20 for OPRO */
  readonly memorySize?: number;
  /** Tokens of one prompt at most. @default 16_000 */
  readonly maxPromptTokens?: number;
  /** Sampling temperature. @default the model's own */
  readonly temperature?: number;
}

/** The choice of an optimizer: a name, a name with settings, or a proposer of your own (settings may stand beside it). */
export type OptimizerChoice = OptimizerName | OptimizerSettings | (Proposer & PipelineSettings);

/**
 * The optimizer that a text names: for command lines and requests.
 *
 * @throws {UsageError} when it names none
 */
export function optimizerNamed(name: string): OptimizerName {
  const known = optimizerNames.find((each) => each === name);
  if (known !== undefined) return known;
  throw new UsageError(
    `Cannot use "${name}" as an optimizer: received none of ${optimizerNames.join(", ")}`,
    { advice: "Name one of them, or pass a proposer of your own to optimize()." },
  );
}

/** Whether a choice is a proposer of one's own. */
export function isProposer(choice: unknown): choice is Proposer & PipelineSettings {
  return typeof choice === "object" && choice !== null && "propose" in choice &&
    typeof choice.propose === "function";
}

/**
 * The proposer of a choice.
 *
 * @param choice with its name decided
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
    case "search": {
      const { searchProposer } = await import("../search/search_proposer.ts");
      return searchProposer();
    }
    default:
      name satisfies never;
      return await createProposer(optimizerNamed(name)); // from untyped code: throws
  }
}
