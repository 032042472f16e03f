/**
 * Measures how long a run has been waiting for its model.
 *
 * @module
 */
import type { RunView } from "../../run/run_view.ts";
import { plainText } from "../../printable.ts";
import { durationText } from "../../run/amount_text.ts";

/** Follows the model calls of a run by its view. */
export class Waiting {
  readonly #now: () => number;
  #sinceMs: number | undefined;
  #model = "the model";

  /** @param now milliseconds that only grow */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Reads the view after an event. */
  follow({ asking, started }: RunView): void {
    if (asking === 0) this.#sinceMs = undefined;
    else this.#sinceMs ??= this.#now();
    this.#model = plainText(started?.model ?? "the model");
  }

  /** Seconds since the oldest unanswered call; null while there is none. */
  get seconds(): number | null {
    return this.#sinceMs === undefined ? null : (this.#now() - this.#sinceMs) / 1_000;
  }

  /** `asking NAME, 22 s`; undefined while no call is unanswered. */
  get text(): string | undefined {
    const { seconds } = this;
    return seconds === null ? undefined : `asking ${this.#model}, ${durationText(seconds)}`;
  }
}
