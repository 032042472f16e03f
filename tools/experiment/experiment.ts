/**
 * An experiment: a task, the methods that are compared on it, and their measure.
 *
 * @module
 */
import type { OptimizerChoice } from "../../src/optimizer/optimizers.ts";
import type { Split } from "../../src/trainer/evaluator.ts";

/** An experiment: the default export of `examples/NAME/experiment.ts`. */
export interface Experiment {
  /** The task, with the settings of its trainer. */
  readonly task: unknown;
  /** Optimizers by the name of the method. */
  readonly methods: Readonly<Record<string, OptimizerChoice>>;
  /** What is measured after each step: the mean score of values on a split of a task, which no optimizer sees. */
  readonly measure: {
    /** The same task, perhaps with another guide. */
    readonly task: unknown;
    readonly split: Split;
    /** The values: the best so far, or those that the last step ended with. */
    readonly of: "best" | "current";
  };
  /** The measure, in words. */
  readonly unit: string;
}

/** One run of a method. */
export interface Curve {
  readonly method: string;
  readonly seed: number;
  /** The measure at the start and after each step; a run that reached its target keeps its last one. */
  readonly values: readonly number[];
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}
