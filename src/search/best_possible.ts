/**
 * The best score that an example may have.
 *
 * @module
 */
import type { Trial } from "../problem/trial.ts";
import { exampleScores } from "../problem/trial_lead.ts";

/** The best possible score of an example: none that is written as a distance or as a share is better. */
export function bestPossible(history: readonly Trial[]): number {
  let most = -Infinity;
  for (const trial of history) {
    for (const [, score] of exampleScores(trial)) most = Math.max(most, score);
  }
  return most <= 0 ? 0 : Math.max(1, most);
}
