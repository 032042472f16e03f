/**
 * Runs jobs in a directory of this machine and sends their event logs to the database while they run. A job that another
 * worker began goes on from its log there.
 *
 * @module
 */
import type { JobEvents } from "../job_events.ts";
import type { RunJob } from "../job_queue.ts";
import { bookUncertainCalls } from "../uncertain_calls.ts";
import type { DatabaseLogs } from "./database_logs.ts";
import { persistent } from "./persistent.ts";
import { restoreLog } from "./restore_log.ts";
import { shipLog } from "./ship_log.ts";
import { takeNotes } from "./take_notes.ts";

/** Logs of runs. */
export interface ShippedRunsOptions {
  /** The runs of this process. */
  readonly runs: JobEvents;
  /** Where all machines read them. */
  readonly logs: DatabaseLogs;
  /** Receives errors of the database, which is asked again. */
  readonly onError: (error: unknown) => void;
}

/** The same runs. One that has ended has all of its events in the database, and leaves no directory behind. */
export function shippedRuns(runJob: RunJob, { runs, logs, onError }: ShippedRunsOptions): RunJob {
  return async (job, context) => {
    const { signal, claim } = context;
    const path = runs.logPath(job.id);
    const runDir = runs.runDir(job.id);
    const after = await persistent(() => restoreLog(path, job.id, logs), { signal, onError });
    if (after > 0) bookUncertainCalls(path);
    const taking = takeNotes(job.id, { runDir, logs, onError });
    const stop = new AbortController();
    let hasEnded = false;
    const isOver = () => Promise.resolve(hasEnded);
    const shipping = shipLog(claim, after, { runs, logs, onError, signal, isOver });
    shipping.then(
      (isHeld) => isHeld || stop.abort(new Error("The job is another worker's")),
      (error) => stop.abort(error), // thrown below: a run without a log is not paid for
    );
    try {
      return await runJob(job, { ...context, signal: AbortSignal.any([signal, stop.signal]) });
    } finally {
      hasEnded = true;
      await taking.stop();
      runs.notify(job.id);
      const isKept = await shipping.then(() => false, () => signal.aborted); // it has lines that the database lacks
      if (!isKept) await Deno.remove(runDir, { recursive: true }).catch(onError);
      await shipping;
    }
  };
}
