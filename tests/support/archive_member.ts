/**
 * Members of an archive, for tests of what trainers select.
 *
 * @module
 */
import type { Values } from "../../src/problem/problem.ts";
import { candidateOf } from "../../src/trainer/candidate.ts";
import type { Member } from "../../src/trainer/population/archive.ts";

/** A member whose scores are those of train examples 0, 1, 2, … */
export function archiveMember(
  values: Values,
  scores: readonly (number | null)[],
  metrics: Readonly<Record<string, number>> = {},
): Member {
  const candidate = candidateOf(values);
  const known = scores.filter((score) => score !== null);
  return {
    candidate,
    trial: {
      step: 1,
      values,
      score: known.length === scores.length
        ? known.reduce((sum, score) => sum + score, 0) / known.length
        : null,
      scores: Object.fromEntries(scores.map((score, index) => [`train/${index}`, score])),
      feedback: "",
      metricsByExample: Object.fromEntries(
        scores.map((_, index) => [`train/${index}`, metrics]),
      ),
      isAccepted: false,
    },
  };
}
