/**
 * Places in the queue: how many jobs may wait, of all and of one holder.
 *
 * @module
 */
import type { Job } from "../jobs/job.ts";
import type { JobStore } from "../jobs/job_store.ts";
import type { Holder } from "./access/holder.ts";
import type { ServerLimits } from "./limits.ts";
import { Problem } from "./problem.ts";

/** Jobs whose times tell when the next place is free. */
export const observedJobs = 50;

/** Shortest, longest and default of the seconds that a refused client is told to wait. */
const waitSeconds = { min: 1, max: 600, unknown: 30 };

/**
 * Requires a place in the queue for one more job.
 *
 * @throws {Problem} `queue-full`, with the time in which a place should be free
 */
export async function requirePlace(
  store: Pick<JobStore, "count" | "list">,
  { id, limits }: Pick<Holder, "id" | "limits">,
  { maxQueued }: Pick<ServerLimits, "maxQueued">,
): Promise<void> {
  const { queued = Infinity } = limits;
  const holder = id ?? undefined;
  const isOwnFull = holder !== undefined && queued < Infinity &&
    (await store.count(holder)).queued >= queued;
  if (!isOwnFull && (await store.count()).queued < maxQueued) return;
  // Only from the holder's own jobs: those of others are not to be seen in the time either.
  const seconds = secondsToPlace(await store.list({ limit: observedJobs, holder }), Date.now());
  throw new Problem("queue-full", {
    headers: { "retry-after": String(seconds) },
    ...(isOwnFull ? { detail: `At most ${queued} jobs of this holder may wait.` } : {}),
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
