/**
 * The cost of an evaluation in model calls.
 *
 * @module
 */
import { UsageError } from "../errors.ts";

/** A cost in model calls, 0 where evaluations are free; or `measured`: by the times of the run's first step with an answer. */
export type EvaluationCost = number | "measured";

/** The cost of a run that declares none, in model calls, while a model proposes. */
export const usualCost = 0.01;

/** A cost, or the text of one. @throws {UsageError} for another value */
export function evaluationCostOf(value: number | string): EvaluationCost {
  if (value === "measured") return value;
  const cost = typeof value === "string" && value.trim() === "" ? NaN : Number(value);
  if (Number.isFinite(cost) && cost >= 0) return cost;
  const problem = 'received neither a number from 0 upward nor "measured"';
  throw new UsageError(`Cannot use "${value}" as the cost of an evaluation: ${problem}`, {
    advice: 'Give the cost in model calls, such as 0.01, or write "measured".',
  });
}
