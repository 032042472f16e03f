/**
 * Books what ended jobs have spent: according to the last event of their run or, where it has none, to all of its events; their
 * time according to the store.
 *
 * Any process may do so at any time after the end of a job, in whichever way it ended and whatever died meanwhile.
 *
 * @module
 */
import { nothingSpent, withEvent } from "../trainer/ledger.ts";
import type { FinishedEvent, Spent } from "../trainer/event.ts";
import { isFinal, type Job } from "./job.ts";
import type { JobEvents } from "./job_events.ts";
import type { JobStore } from "./job_store.ts";
import { amountsSpent, mostOf } from "./spending.ts";
import { watchedEvent } from "./watched_runs.ts";

/** Jobs, and the logs of their runs. */
export interface BookedJobs {
  readonly store: Pick<JobStore, "get" | "spending">;
  readonly events: Pick<JobEvents, "read">;
}

/**
 * Books what the ended jobs of a holder have spent.
 *
 * @param holder null for the operator
 * @param onError receives the error of a job whose log cannot be read; the job goes on to count with its budget
 */
export async function bookSpending(
  jobs: BookedJobs,
  holder: string | null,
  onError: (error: unknown) => void,
): Promise<void> {
  for (const id of await jobs.store.spending.unbooked(holder)) {
    try {
      const job = await jobs.store.get(id);
      if (job !== undefined) await bookJob(jobs, job);
    } catch (error) {
      onError(error);
    }
  }
}

/** Books what a job has spent, once it has ended. */
export async function bookJob({ store, events }: BookedJobs, job: Job): Promise<void> {
  const { id, holder, state, finishedAt: endedAt, result, options } = job;
  if (!isFinal(state) || endedAt === null) return;
  const spent = result === null ? await spentInLog(events, id) : spentBy(result);
  const seconds = secondsOf(job, spent.seconds);
  await store.spending.book({
    job: id,
    holder,
    endedAt,
    ...amountsSpent({ ...spent, seconds }, options),
  });
}

/**
 * The seconds of an ended job. Its events do not tell of its loading, nor of what follows the last of them, so that the time from
 * its start to its end counts. A resumed job has pauses in that time: where its last event does not tell the sum, it counts with
 * its budget of seconds at most.
 */
function secondsOf(
  { startedAt, finishedAt, attempts, result, options }: Job,
  told: number,
): number {
  if (startedAt === null || finishedAt === null) return told;
  const passed = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  if (attempts <= 1) return Math.max(told, passed);
  return result === null ? Math.max(told, Math.min(passed, mostOf(options).seconds)) : told;
}

function spentBy({ usage, evaluations, seconds }: FinishedEvent): Spent {
  return { ...usage, evaluations, seconds };
}

/** What a run has spent according to its log, in which a line that is no event counts nothing. */
async function spentInLog(events: BookedJobs["events"], id: string): Promise<Spent> {
  let spent = nothingSpent;
  for await (const logged of events.read(id)) {
    const event = watchedEvent(logged);
    if (event !== undefined) spent = withEvent(spent, event);
  }
  return spent;
}
