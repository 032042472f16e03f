/**
 * Evaluates candidates whose parameters are values, in this process.
 *
 * @module
 */
import type { ParameterState, Values } from "../../src/problem/problem.ts";
import type { Evaluator } from "../../src/trainer/evaluator.ts";

/** A problem of values with one example. */
export interface ValuesProblem {
  readonly parameters: readonly ParameterState[];
  /** Higher is better. */
  readonly score: (values: Values) => number;
}

/** An evaluator of a problem; it needs no sandbox. */
export function valuesEvaluator({ parameters, score }: ValuesProblem): Evaluator {
  return {
    facts: () =>
      Promise.resolve({
        name: "values",
        objective: "Find the values.",
        parameters,
        examples: { train: 1, validation: 0, test: 0 },
      }),
    validate: ({ values }, changed) =>
      Promise.resolve({
        rejections: [],
        values: Object.fromEntries(changed.map((name) => [name, values[name]])),
      }),
    evaluate: ({ candidate: { values } }) =>
      Promise.resolve({
        score: score(values),
        metrics: {},
        feedback: "",
        output: JSON.stringify(values),
        console: [],
        durationMs: 0,
      }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
