/**
 * Evaluates candidates whose parameters are values, in this process.
 *
 * @module
 */
import type { ParameterState, Values } from "../../src/problem/problem.ts";
import type { Evaluator } from "../../src/trainer/evaluator.ts";

/** A problem of values. */
export interface ValuesProblem {
  readonly parameters: readonly ParameterState[];
  /** Train examples. @default 1 */
  readonly examples?: number;
  /** Higher is better. @param example from 0 */
  readonly score: (values: Values, example: number) => number;
  /** Feedback in words. @default none */
  readonly feedback?: (values: Values, example: number) => string;
}

/** An evaluator of a problem; it needs no sandbox. */
export function valuesEvaluator(
  { parameters, examples = 1, score, feedback = () => "" }: ValuesProblem,
): Evaluator {
  return {
    facts: () =>
      Promise.resolve({
        name: "values",
        objective: "Find the values.",
        parameters,
        examples: { train: examples, validation: 0, test: 0 },
      }),
    validate: ({ values }, changed) =>
      Promise.resolve({
        rejections: [],
        values: Object.fromEntries(changed.map((name) => [name, values[name]])),
      }),
    evaluate: ({ candidate: { values }, example: { index } }) =>
      Promise.resolve({
        score: score(values, index),
        metrics: {},
        feedback: feedback(values, index),
        output: JSON.stringify(values),
        console: [],
        durationMs: 0,
      }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
