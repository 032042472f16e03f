/**
 * A method of an experiment that changes nothing: a known solution, measured as the others are.
 *
 * @module
 */
import { noSpending } from "../../src/model/spending.ts";
import type { Values } from "../../src/problem/problem.ts";
import type { Method } from "./experiment.ts";
import { type ScoredOn, scoreOf } from "./score_of.ts";

/** Values with what is measured of them. */
export interface FixedMethodOptions<In, Out, Expected> {
  /** By parameter, not encoded; those that are missing stay as the task begins. */
  readonly values: Values;
  /** Their mean score on a split of a task. */
  readonly on: ScoredOn<In, Out, Expected>;
  /** From the score to the measure. @default the score itself */
  readonly value?: (score: number) => number;
}

/** Measures the same values at each point; no evaluation is counted. A failure is NaN. */
export function fixedMethod<In, Out, Expected>(
  { values, on, value = (score) => score }: FixedMethodOptions<In, Out, Expected>,
): Method {
  return {
    needsModel: false,
    async run({ seed, points, model }) {
      const score = await scoreOf(values, on, { seed, model });
      return {
        values: points.map(() => score === null ? NaN : value(score)),
        evaluations: 0,
        ...noSpending,
      };
    },
  };
}
