/**
 * The options of a job under the limits of its holder.
 *
 * @module
 */
import type { JobOptions, JobTaskLimits } from "../jobs/job.ts";
import { withBudgetWithin } from "../jobs/spending.ts";
import type { HolderLimits } from "./access/holder.ts";
import type { ServerLimits } from "./limits.ts";

/** The options with the smaller of each limit that the job asks for and that of its holder. */
export function boundedOptions(options: JobOptions, { budget = {} }: HolderLimits): JobOptions {
  return withBudgetWithin(options, budget);
}

/** The limits of a task that a job brings: the smallest of those that the job, its holder and the server name. */
export function boundedTaskLimits(
  { taskLimits: asked = {} }: JobOptions,
  { taskLimits: most = {} }: HolderLimits,
  { maxTaskMemoryMb, maxTaskProcessorMs }: Pick<
    ServerLimits,
    "maxTaskMemoryMb" | "maxTaskProcessorMs"
  >,
): Required<JobTaskLimits> {
  const least = (name: keyof JobTaskLimits, ofServer: number) =>
    Math.min(asked[name] ?? ofServer, most[name] ?? ofServer, ofServer);
  return {
    memoryMb: least("memoryMb", maxTaskMemoryMb),
    processorMs: least("processorMs", maxTaskProcessorMs),
  };
}
