/**
 * The refused suggestions of a run, each distinct reason once.
 *
 * @module
 */
import { refusedIn, withRefusals } from "../problem/refused.ts";
import { lastOf, type RefusedTrial, type RefusedValue } from "../problem/trial.ts";
import type { EventOf } from "./event.ts";
import { decodeRejection } from "./proposed_event.ts";

type Proposed = EventOf<"proposed">;

/** Folds the attempts of a run. */
export class Refusals {
  #settled: readonly RefusedTrial[] = [];
  /** Those of the step in progress: its asks run in parallel, and do not see each other's. */
  #open: { readonly event: Proposed; readonly refused: readonly RefusedValue[] }[] = [];

  /** Adds an attempt, read from its event, so that a resumed run reads the same. */
  add(event: Proposed): void {
    const rejections = event.rejections.map(decodeRejection);
    const refused = refusedIn({ ...event, rejections });
    if (refused.length > 0) this.#open.push({ event, refused });
  }

  /** Ends a step: what it added becomes visible, in the order of its proposals. */
  settle(): void {
    const open = this.#open.sort(({ event: one }, { event: other }) =>
      one.step - other.step || one.proposal - other.proposal || one.attempt - other.attempt
    );
    this.#open = [];
    for (const { event, refused } of open) {
      this.#settled = withRefusals(this.#settled, refused, event.step);
    }
  }

  /** The latest reasons of earlier steps, oldest first; at most `count`. */
  latest(count: number): readonly RefusedTrial[] {
    return lastOf(this.#settled, count);
  }
}
