/**
 * The front of a run, folded from its events.
 *
 * @module
 */
import { withJoined } from "../trainer/dominance.ts";
import type { EventOf, RunEvent } from "../trainer/event.ts";

/** A candidate of the front, on the validation split, or train if there is none. */
export type FrontPoint = Extract<RunEvent, { readonly type: "front" }>;

/**
 * The candidates that no other of the run dominates in score and declared metrics, in the order they were found. Empty for a
 * task that declares no metrics.
 *
 * @param events all events of a run, in order
 *
 * @example The values of all trade-offs that a run found
 * ```ts
 * import { frontIn, type RunEvent } from "@opto/opto/trainer";
 *
 * export const tradeOffs = (events: readonly RunEvent[]) =>
 *   frontIn(events).map(({ score, metrics, parameters }) => ({ score, metrics, parameters }));
 * ```
 */
export function frontIn(events: Iterable<RunEvent>): readonly FrontPoint[] {
  const front = new RunFront();
  for (const event of events) front.apply(event);
  return front.points;
}

/** Folds a run's events: apply each event once, in order. */
export class RunFront {
  #points: readonly FrontPoint[] = [];
  #directions: NonNullable<EventOf<"started">["task"]["metrics"]> = {};

  /** The front so far. */
  get points(): readonly FrontPoint[] {
    return this.#points;
  }

  /** Applies the next event. */
  apply(event: RunEvent): void {
    if (event.type === "started") this.#directions = event.task.metrics ?? {};
    if (event.type !== "front") return;
    this.#points = withJoined(this.#points, event, this.#directions) ?? this.#points;
  }
}
