/**
 * A task: a workflow, its data and its guide, in one module.
 *
 * @module
 */
import type { LanguageModel } from "../model/language_model.ts";
import type { OptimizerChoice } from "../optimizer/optimizers.ts";
import type { PropagatorChoice } from "../propagate/propagators.ts";
import type { TrainerChoice } from "../trainer/trainers.ts";

/** One example; the agent sees only `input`. */
export interface Example<In = unknown, Expected = unknown> {
  /** Input of the agent. */
  readonly input: In;
  /** Seen by the guide only. */
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

/** The judgement of a guide: a number alone, or a number with words and metrics. Higher is better. */
export type Judgement = number | {
  readonly score: number;
  readonly feedback?: string;
  readonly metrics?: Readonly<Record<string, number>>;
};

/** The parts of a task. `Out` is the type of the agent's output. */
export interface TaskDefinition<In = unknown, Out = unknown, Expected = unknown> {
  /** Name shown in logs and reports. */
  readonly name: string;
  /** Description, in a line. */
  readonly description?: string;
  /** The goal, in words for the model. @default the description */
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
  /** Decides which candidates meet which examples: a name, settings, or a trainer of your own. */
  readonly trainer?: TrainerChoice;
  /** Proposes better values: a name, settings, or a proposer of your own. */
  readonly optimizer?: OptimizerChoice;
  /** Carries feedback back along the trace. @default "graph": the minimal subgraph */
  readonly propagator?: PropagatorChoice;
  /**
   * The language model, used when the command line names none: the name of one behind the OpenAI API, or a model of one's own.
   * Naming one here spends money.
   */
  readonly model?: string | LanguageModel;
  /** Limits of one call of candidate code. */
  readonly sandbox?: { readonly timeoutMs?: number; readonly memoryMb?: number };
  /** Describes the scores of a split in a line of its own, printed after a run. */
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
  /** Marks a task, also across copies of the library. */
  readonly [taskBrand]: true;
}
