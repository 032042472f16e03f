/**
 * The metrics of a server in Prometheus' text format.
 *
 * @module
 */
import type { JobState } from "../../jobs/job.ts";
import type { EventLoopLag } from "./event_loop_lag.ts";
import { gaugeLines } from "./prometheus.ts";
import type { RunMetrics } from "./run_metrics.ts";

/** The parts that count. */
export interface Metrics {
  readonly runs: RunMetrics;
  readonly lag: EventLoopLag;
}

/** The content type of the text. */
export const metricsType = "text/plain; version=0.0.4; charset=utf-8";

/** All metrics. @param counts the jobs by state, where this process tells of them */
export function metricsText(
  { runs, lag }: Metrics,
  counts?: Readonly<Record<JobState, number>>,
): string {
  return [...(counts === undefined ? [] : jobLines(counts)), ...runs.lines(), ...lag.lines(), ""]
    .join("\n");
}

function jobLines(counts: Readonly<Record<JobState, number>>): string[] {
  const jobs = Object.entries(counts).map(([state, count]) => [{ state }, count] as const);
  return [
    ...gaugeLines({ name: "opto_jobs", help: "Jobs by state." }, jobs),
    ...gaugeLines({ name: "opto_queue_depth", help: "Jobs that wait." }, [[{}, counts.queued]]),
  ];
}
