/**
 * Whether a candidate gains something over the one it was made from: the gate to the population of `pareto`.
 *
 * @module
 */
import { type Directions, dominates, isEqualIn, type VectorScore } from "../dominance.ts";
import { compareScores, meanMetrics, scoresOf } from "../scores.ts";
import type { EvaluatedCandidate, TrainerContext } from "../trainer.ts";
import { metricsOf } from "./archive.ts";

/** Whether a candidate gains something on the parent's batch, with which the challenger's examples begin. */
export function isAhead(
  { metrics }: TrainerContext,
  challenger: EvaluatedCandidate,
  parent: EvaluatedCandidate,
): boolean {
  if (challenger.candidate.id === parent.candidate.id) return true;
  const reports = challenger.reports.slice(0, parent.examples.length);
  return gains(metrics, {
    difference: compareScores(scoresOf({ reports }), scoresOf(parent)),
    metrics: meanMetrics(reports),
    before: meanMetrics(parent.reports),
  });
}

/** Whether a candidate gains something over another on the examples that both met. */
export function isBetter(
  { trial, metrics }: Pick<TrainerContext, "trial" | "metrics">,
  id: string,
  other: string,
): boolean {
  const [own, before] = [trial(id), trial(other)];
  if (own === undefined || before === undefined) return false;
  const common = Object.keys(own.scores).filter((example) => example in before.scores);
  return gains(metrics, {
    difference: compareScores(
      common.map((example) => own.scores[example] ?? null),
      common.map((example) => before.scores[example] ?? null),
    ),
    metrics: metricsOf(own, common),
    before: metricsOf(before, common),
  });
}

/** Whether the score is better, or a declared metric: the other does not dominate, nor is it equal. */
function gains(
  directions: Directions,
  { difference, metrics, before }: {
    /** Of the scores: infinite where more examples failed. */
    readonly difference: number;
    readonly metrics: VectorScore["metrics"];
    readonly before: VectorScore["metrics"];
  },
): boolean {
  if (difference === -Infinity) return false;
  const [after, earlier] = [{ score: difference, metrics }, { score: 0, metrics: before }];
  return !dominates(earlier, after, directions) && !isEqualIn(earlier, after, directions);
}
