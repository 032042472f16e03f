/**
 * Metrics of the queue in Prometheus' text format.
 *
 * @module
 */
import type { JobState } from "../jobs/job.ts";

/** One gauge: jobs by state. */
export function metricsText(counts: Readonly<Record<JobState, number>>): string {
  return [
    "# HELP opto_jobs Jobs by state.",
    "# TYPE opto_jobs gauge",
    ...Object.entries(counts).map(([state, count]) => `opto_jobs{state="${state}"} ${count}`),
    "",
  ].join("\n");
}
