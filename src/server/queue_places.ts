/**
 * Places in the queue: how many jobs may wait, of all and of one holder.
 *
 * @module
 */
import type { Job } from "../jobs/job.ts";
import type { JobStore, NewJob } from "../jobs/job_store.ts";
import type { QueueFullError } from "../jobs/queue_full_error.ts";
import type { Holder } from "./access/holder.ts";
import type { ServerLimits } from "./limits.ts";
import { Problem } from "./problem.ts";

/** Jobs whose times tell when the next place is free. */
export const observedJobs = 50;

/** Shortest, longest and default of the seconds that a refused client is told to wait. */
const waitSeconds = { min: 1, max: 600, unknown: 30 };

/** The limits of the queue for a new job of a holder. */
export function placesOf(
  { limits }: Pick<Holder, "limits">,
  { maxQueued }: Pick<ServerLimits, "maxQueued">,
): Pick<NewJob, "maxQueued" | "maxOwnQueued"> {
  return { maxQueued, maxOwnQueued: limits.queued };
}

/** The answer to a job for which the queue had no place, with the time in which one should be free. */
export async function queueFull(
  { isHoldersOwn }: QueueFullError,
  store: Pick<JobStore, "list">,
  { id, limits }: Pick<Holder, "id" | "limits">,
): Promise<Problem> {
  // Only from the holder's own jobs: those of others are not to be seen in the time either.
  const jobs = await store.list({ limit: observedJobs, holder: id ?? undefined });
  return new Problem("queue-full", {
    headers: { "retry-after": String(secondsToPlace(jobs, Date.now())) },
    ...(isHoldersOwn ? { detail: `At most ${limits.queued} jobs of this holder may wait.` } : {}),
  });
}

/**
 * Seconds until the next job should end, and a queued one leave the queue: the mean time of ended jobs, less the time for
 * which the running ones have run.
 *
 * @param jobs latest ones @param now in milliseconds of `Date`
 */
export function secondsToPlace(
  jobs: readonly Pick<Job, "state" | "startedAt" | "finishedAt">[],
  now: number,
): number {
  const times = jobs.flatMap(({ startedAt, finishedAt }) =>
    startedAt === null || finishedAt === null
      ? []
      : [Date.parse(finishedAt) - Date.parse(startedAt)]
  );
  if (times.length === 0) return waitSeconds.unknown;
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const elapsed = jobs.flatMap(({ state, startedAt }) =>
    state === "running" && startedAt !== null ? [now - Date.parse(startedAt)] : []
  );
  const left = (mean - Math.max(0, ...elapsed)) / 1000;
  return Math.ceil(Math.min(waitSeconds.max, Math.max(waitSeconds.min, left)));
}
