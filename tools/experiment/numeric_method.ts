/**
 * A method of an experiment that is a method on a box of numbers.
 *
 * @module
 */
import { noSpending } from "../../src/model/spending.ts";
import { randomFrom, seedOf } from "../../src/seeds.ts";
import type { Method } from "./experiment.ts";
import type { NumericMethod, NumericProblem } from "./numeric.ts";

/** How the evaluations of a numeric method are counted and measured. */
export interface NumericMethodOptions {
  /** Evaluations that count as one step, where the experiment counts steps. @default 1 */
  readonly evaluationsPerStep?: number;
  /** From the loss to the measure. @default the loss itself */
  readonly value?: (loss: number) => number;
}

/**
 * Measures the least loss so far. The start counts as held before the first evaluation, also for a method that does not take
 * a start, and is not counted as an evaluation.
 *
 * @param problemOf the problem of a seed
 */
export function numericMethod(
  method: NumericMethod,
  problemOf: (seed: number) => NumericProblem | Promise<NumericProblem>,
  { evaluationsPerStep = 1, value = (loss) => loss }: NumericMethodOptions = {},
): Method {
  return {
    needsModel: false,
    async run({ seed, axis, points }) {
      const problem = await problemOf(seed);
      const counts = points.map((point) => axis === "steps" ? point * evaluationsPerStep : point);
      const last = counts.at(-1) ?? 0;
      const random = randomFrom(seedOf(seed, "numeric method"));
      const leasts = [await problem.loss(problem.start)];
      if (last > 0) {
        for await (const { loss } of method(problem, random)) {
          leasts.push(Math.min(leasts.at(-1)!, loss)); // !: it begins with the start
          if (leasts.length > last) break;
        }
      }
      const values = counts.map((count) => value(leasts[Math.min(count, leasts.length - 1)]!)); // !: within
      return { values, evaluations: leasts.length - 1, ...noSpending };
    },
  };
}
