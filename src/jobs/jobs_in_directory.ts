/**
 * Jobs of one process, in a directory: a file of SQLite and the directories of the runs.
 *
 * @module
 */
import { join } from "node:path";
import { UsageError } from "../errors.ts";
import { jobsFile, runsFolder } from "./data_directory.ts";
import { namesIn, unlessMissing } from "./directory_size.ts";
import { JobEvents } from "./job_events.ts";
import type { JobParts } from "./job_parts.ts";
import { lockDirectory } from "./lock_directory.ts";
import { retryingJobStore } from "./retrying_job_store.ts";
import { sqliteJobStore } from "./sqlite_job_store.ts";
import { bookUncertainCalls } from "./uncertain_calls.ts";

/**
 * Opens the directory.
 *
 * @throws {UsageError} when it cannot be used, another process uses it, or its store of jobs was emptied
 */
export async function jobsInDirectory(
  dataDir: string,
  onError: (error: unknown) => void,
): Promise<JobParts> {
  await using stack = new AsyncDisposableStack();
  stack.use(await lockDirectory(dataDir));
  await requireWholeStore(dataDir);
  const store = stack.use(retryingJobStore(sqliteJobStore(join(dataDir, jobsFile)), onError));
  const events = new JobEvents(join(dataDir, runsFolder));
  const parts = stack.move();
  return {
    store,
    events,
    runs: events,
    isShared: false,
    carriedOut: (runJob) => async (job, context) => {
      if (await events.hasMore(job.id, 0)) bookUncertainCalls(events.logPath(job.id));
      return await runJob(job, context);
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** Refuses a store without a byte beside runs, which SQLite would take for a new one. @throws {UsageError} */
async function requireWholeStore(dataDir: string): Promise<void> {
  const path = join(dataDir, jobsFile);
  const file = await unlessMissing(Deno.stat(path));
  if (file === undefined || file.size > 0) return;
  const runs = await namesIn(join(dataDir, runsFolder));
  if (runs.length === 0) return;
  const found = `${runs.length} ${runs.length === 1 ? "run" : "runs"}`;
  throw new UsageError(
    `Cannot use "${path}" as the store of jobs: it has 0 bytes beside ${found} in "${runsFolder}"`,
    {
      advice: "Restore it from a backup (docs/deploy/README.md, Backup and restore), " +
        "or remove it to start without its jobs.",
    },
  );
}
