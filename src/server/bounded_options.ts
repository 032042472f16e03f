/**
 * The options of a job under the limits of its holder.
 *
 * @module
 */
import { callsOfEvaluations, defaultBudget } from "../run/budget.ts";
import type { JobBudget, JobOptions, JobTaskLimits } from "../jobs/job.ts";
import type { HolderLimits } from "./access/holder.ts";
import type { ServerLimits } from "./limits.ts";

/**
 * The options with the smaller of each limit that the job asks for and that of its holder. Where the job asks for none, the
 * default of the library stands for it.
 */
export function boundedOptions(options: JobOptions, { budget: most }: HolderLimits): JobOptions {
  if (most === undefined || Object.keys(most).length === 0) return options;
  const { calls = 0, ...others } = defaultBudget;
  const absent = {
    ...others,
    calls: options.agentModel === undefined ? calls : callsOfEvaluations,
  };
  const bounded = (Object.keys(most) as (keyof JobBudget)[]) // as: `keys` widens
    .map((name) => [
      name,
      Math.min(options.budget?.[name] ?? absent[name] ?? Infinity, most[name] ?? Infinity),
    ]);
  return { ...options, budget: { ...options.budget, ...Object.fromEntries(bounded) } };
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
