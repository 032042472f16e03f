/**
 * The time limit of a run.
 *
 * @module
 */
import { BudgetError } from "../errors.ts";

/** Maximum delay of a timer, in milliseconds. */
const maxWaitMs = 2 ** 31 - 1;

/** Aborts its signal with a `BudgetError` after a number of seconds. */
export class Deadline implements Disposable {
  readonly signal: AbortSignal;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param seconds remaining seconds; may be infinite @param budget the whole budget, for the message */
  constructor(seconds: number, budget: number | null) {
    const controller = new AbortController();
    this.signal = controller.signal;
    if (seconds === Infinity) return;
    const end = () =>
      controller.abort(new BudgetError("seconds", `The budget is spent: ${budget} seconds`));
    if (seconds <= 0) end();
    else this.#timer = setTimeout(end, Math.min(seconds * 1000, maxWaitMs));
  }

  /** Cancels the timer. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
