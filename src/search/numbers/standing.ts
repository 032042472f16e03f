/**
 * Ranks the candidates of a generation, whose members may have met different numbers of examples.
 *
 * @module
 */
import { differenceOf } from "../../propagate/mean.ts";
import type { Trial } from "../../problem/trial.ts";

/** How a candidate of a generation did. */
export interface Standing {
  /** Its number in the generation. */
  readonly draw: number;
  /** Number of examples that it met; one that met more was not behind on the others. */
  readonly met: number;
  /** Mean score on them, for which those of one step can be compared; null for one that failed. */
  readonly score: number | null;
  /** Its lead over the candidate that was current; null without one. */
  readonly lead: number | null;
}

/** The standing of a trial. */
export function standingOf(trial: Trial, draw: number): Standing {
  const { scores, score } = trial;
  const isNumber = score !== null && Number.isFinite(score);
  const met = Object.keys(scores).length;
  return { draw, met, score: isNumber ? score : null, lead: leadOf(trial) };
}

/** Orders standings, the best first. */
export function byStanding(one: Standing, other: Standing): number {
  return other.met - one.met ||
    differenceOf(other.score ?? -Infinity, one.score ?? -Infinity) || one.draw - other.draw;
}

/** The lead of a trial over the candidate that was current, on the examples that both met; null without a score. */
export function leadOf({ score, comparison }: Trial): number | null {
  const { score: own = score, otherScore = null, failed = 0 } = comparison ?? {};
  return own === null || otherScore === null || failed > 0 ? null : differenceOf(own, otherScore);
}
