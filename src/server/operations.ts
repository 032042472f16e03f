/**
 * What operators see of a server: it counts the events of runs, and remembers how models answered.
 *
 * @module
 */
import type { Job, JobState } from "../jobs/job.ts";
import type { WatchedEvent } from "../jobs/watched_runs.ts";
import { EventLoopLag } from "./metrics/event_loop_lag.ts";
import { metricsText } from "./metrics/metrics.ts";
import { RunMetrics } from "./metrics/run_metrics.ts";
import { LastModelStates, type ModelState } from "./model_state.ts";

/** Counts since the server started, until disposed. */
export class Operations implements Disposable {
  readonly #runs = new RunMetrics();
  readonly #lag = new EventLoopLag();
  readonly #models = new LastModelStates();

  /** The last known state of the models. */
  get models(): ModelState {
    return this.#models.state;
  }

  /** Learns from an event of a run. */
  see(job: Job, event: WatchedEvent): void {
    this.#runs.see(event);
    this.#models.see(job, event);
  }

  /** All metrics in Prometheus' text format. @param counts the jobs by state, where this process tells of them */
  metricsText(counts?: Readonly<Record<JobState, number>>): string {
    return metricsText({ runs: this.#runs, lag: this.#lag }, counts);
  }

  [Symbol.dispose](): void {
    this.#lag[Symbol.dispose]();
  }
}
