/**
 * A task: a workflow, its data and its guide, in one module.
 *
 * @module
 */
import type { Feedback } from "../trace/feedback.ts";

/** One example; the agent sees only `input`. */
export interface Example<In = unknown, Expected = unknown> {
  /** What the agent is given. */
  readonly input: In;
  /** What only the guide sees. */
  readonly expected?: Expected;
}

/** The data of a task by split; `validation` picks the best, `test` is met once, at the end. */
export interface Examples<In = unknown, Expected = unknown> {
  /** Proposals are made and tried on these. */
  readonly train: readonly Example<In, Expected>[];
  /** The best is chosen on these. @default those of `train` */
  readonly validation?: readonly Example<In, Expected>[];
  /** Met once, at the end. @default none */
  readonly test?: readonly Example<In, Expected>[];
}

/** What a guide says of an output: a number alone, or a number with words and metrics. Higher is better. */
export type Judgement = number | {
  readonly score: number;
  readonly feedback?: string;
  readonly metrics?: Readonly<Record<string, number>>;
};

/** How a run trains by default; the command line may override each. */
export interface TrainerSettings {
  /** How candidates meet examples. @default "minibatch" with a model, "search" without */
  readonly algorithm?: string;
  /** Steps of a run. @default 20 */
  readonly steps?: number;
  /** Examples of one step. @default 4, at most the size of the train split */
  readonly batchSize?: number;
  /** Candidates proposed in one step. @default the optimizer's own */
  readonly proposals?: number;
  /** Ends the run when the best score reaches it. */
  readonly target?: number;
  /** Ends the run after so many steps without a new best. */
  readonly patience?: number;
}

/** Which optimizer proposes, and how it is set. */
export interface OptimizerSettings {
  /** Who proposes. @default "optoprime" with a model, "search" without */
  readonly name?: string;
  /** Earlier trials shown to the model. @default 5 */
  readonly memorySize?: number;
  /** Tokens of one prompt at most. @default 16_000 */
  readonly maxPromptTokens?: number;
  /**
   * Whether a model that is shown the trace sees inside the candidate's code, as in a debugger: values assigned, branches
   * taken, loops counted. It costs evaluations on train examples about a third of their time, more in tight loops.
   *
   * @default true
   */
  readonly traceStatements?: boolean;
  /**
   * Whether proposed code must pass TypeScript's own checker against the declared function, which then tells a model what
   * is wrong: 5 to 20 ms for each proposal, after half a second for the first. Code that works may be refused for its types.
   *
   * @default false
   */
  readonly typeCheck?: boolean;
  /** How freely a model chooses. @default the model's own */
  readonly temperature?: number;
}

/** What `defineTask` takes. `Out` is what the agent's forward gives. */
export interface TaskDefinition<In = unknown, Out = unknown, Expected = unknown> {
  /** What it is called. */
  readonly name: string;
  /** What it is, in a line. */
  readonly description?: string;
  /** What the model is told to achieve. */
  readonly objective?: string;
  /** Makes a fresh agent: a Module, a trainable or sandboxed function, or anything with `forward`. Called once per candidate. */
  readonly agent: () => unknown;
  /** The data, or a function of a seeded source of uniform numbers in [0, 1). */
  readonly examples:
    | Examples<In, Expected>
    | ((random: () => number) => Examples<In, Expected>);
  /** Judges an output; a failed run arrives as an `Error`. */
  readonly guide: (
    example: Example<In, Expected>,
    output: Out | Error,
  ) => Judgement | Promise<Judgement>;
  /** How runs of it train, where nobody says otherwise. */
  readonly trainer?: TrainerSettings;
  /** Which optimizer proposes, where nobody says otherwise. */
  readonly optimizer?: OptimizerSettings;
  /** The model to use when none is named on the command line; naming one here spends money. */
  readonly model?: string;
  /** Limits of one call of candidate code. */
  readonly sandbox?: { readonly timeoutMs?: number; readonly memoryMb?: number };
  /** Printed after a run: an own line of what the scores mean, from initial and best score of a split. */
  readonly summarize?: (scores: {
    readonly split: "train" | "validation" | "test";
    readonly initial: number | null;
    readonly best: number | null;
    readonly initialMetrics: Readonly<Record<string, number>>;
    readonly bestMetrics: Readonly<Record<string, number>>;
  }) => string;
}

/** The brand by which a task is recognised, also across two loaded copies of the library. */
export const taskBrand: unique symbol = Symbol.for("opto.task") as never; // as: a registered symbol has no unique type

/** A task as `defineTask` made it. */
export interface Task<In = unknown, Out = unknown, Expected = unknown>
  extends TaskDefinition<In, Out, Expected> {
  /** What tells it from other records. */
  readonly [taskBrand]: true;
}

export type { Feedback };
