/**
 * How late the thread is: the delay of a timer behind its time. (`monitorEventLoopDelay` of Deno 2.9 notices no block.)
 *
 * @module
 */
import { Histogram } from "./prometheus.ts";

/** Interval of the timer. */
const tickMs = 250;

/** Upper ends of the buckets, in seconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** Measures until disposed; keeps no program alive. */
export class EventLoopLag implements Disposable {
  readonly #lag = new Histogram(
    { name: "opto_event_loop_lag_seconds", help: "Delay of a timer behind its time." },
    bounds,
  );
  readonly #timer: ReturnType<typeof setInterval>;

  /** Begins to measure. */
  constructor() {
    let due = performance.now() + tickMs;
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.#lag.observe({}, Math.max(0, now - due) / 1000);
      due = now + tickMs;
    }, tickMs);
    Deno.unrefTimer(this.#timer);
  }

  /** The lines of the metric. */
  lines(): string[] {
    return this.#lag.lines();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
