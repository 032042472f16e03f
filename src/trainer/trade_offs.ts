/**
 * Logs the front of a training: the candidates that no other beats in score and declared metrics.
 *
 * @module
 */
import { type Candidate, encodeValues } from "./candidate.ts";
import { type Directions, withJoined } from "./dominance.ts";
import type { EventOf, RunEvent } from "./event.ts";
import type { Report } from "./evaluator.ts";
import { meanMetrics, meanScore, scoresOf } from "./scores.ts";

/** Maximum candidates of a front; further ones do not join. */
const maxPoints = 500;

/** The front of a training; for a task that declares no metrics it stays empty, and logs nothing. */
export class TradeOffs {
  readonly #directions: Directions;
  readonly #emit: (event: RunEvent) => void;
  #points: readonly EventOf<"front">[] = [];

  /** @param directions of the declared metrics */
  constructor(directions: Directions, emit: (event: RunEvent) => void) {
    this.#directions = directions;
    this.#emit = emit;
  }

  /** Adds a candidate with its reports on the whole split, if no other dominates it. */
  offer(step: number, candidate: Candidate, reports: readonly Report[]): void {
    const names = Object.keys(this.#directions);
    if (names.length === 0 || this.#points.length >= maxPoints) return;
    const score = meanScore(scoresOf({ reports }));
    const means = meanMetrics(reports);
    const metrics = Object.fromEntries(
      names.flatMap((name) => Number.isFinite(means[name]) ? [[name, means[name]!]] : []), // !: it is finite
    );
    const parameters = encodeValues(candidate.values);
    const event = {
      type: "front",
      step,
      candidate: candidate.id,
      score,
      metrics,
      parameters,
    } as const;
    const joined = score === null ? undefined : withJoined(this.#points, event, this.#directions);
    if (joined === undefined) return;
    this.#points = joined;
    this.#emit(event);
  }
}
