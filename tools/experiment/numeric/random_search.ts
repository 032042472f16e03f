/**
 * Random search (Bergstra and Bengio, "Random Search for Hyper-Parameter Optimization", JMLR 2012).
 *
 * @module
 */
import type { NumericProblem, NumericTrial } from "../numeric.ts";
import { fromUnit, trialAt } from "./box.ts";

/** Points drawn uniformly from the box. */
export async function* randomSearch(
  problem: NumericProblem,
  random: () => number,
): AsyncGenerator<NumericTrial> {
  for (;;) {
    yield await trialAt(problem, fromUnit(problem.bounds.map(random), problem.bounds));
  }
}
