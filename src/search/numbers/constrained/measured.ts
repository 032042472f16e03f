/**
 * What a trial under constraints measured, as one vector: the score without the constraints, then the slacks.
 *
 * @module
 */
import { meanOf } from "../../../propagate/mean.ts";
import type { Trial } from "../../../problem/trial.ts";

/** The trial that was accepted last, with its vector; null where that tells no slacks. */
export function currentTrial(history: readonly Trial[]) {
  const trial = history.findLast(({ isAccepted }) => isAccepted);
  const measured = trial === undefined ? null : measuredIn(trial);
  return trial === undefined || measured === null ? null : { trial, measured };
}

/** Whether the guide tells slacks: constraints decide, and the score alone has edges where they meet. */
export function tellsSlacks(history: readonly Trial[]): boolean {
  return history.some(({ relaxedByExample }) => relaxedByExample !== undefined);
}

/** The vector of a trial; null where an example has no relaxed judgement. Slacks of several examples follow each other. */
export function measuredIn({ scores, relaxedByExample = {} }: Trial): Float64Array | null {
  const examples = Object.keys(scores).sort();
  const relaxed = examples.flatMap((example) => relaxedByExample[example] ?? []);
  if (relaxed.length === 0 || relaxed.length < examples.length) return null;
  const vector = new Float64Array(relaxed.reduce((sum, { slacks }) => sum + slacks.length, 1));
  vector[0] = meanOf(relaxed.map(({ score }) => score));
  let next = 1;
  for (const { slacks } of relaxed) {
    vector.set(slacks, next);
    next += slacks.length;
  }
  return vector;
}
