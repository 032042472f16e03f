/**
 * Jobs of one process, in a directory: a file of SQLite and the directories of the runs.
 *
 * @module
 */
import { join } from "@std/path";
import { jobsFile, runsFolder } from "./data_directory.ts";
import { JobEvents } from "./job_events.ts";
import type { JobParts } from "./job_parts.ts";
import { lockDirectory } from "./lock_directory.ts";
import { retryingJobStore } from "./retrying_job_store.ts";
import { sqliteJobStore } from "./sqlite_job_store.ts";
import { bookUncertainCalls } from "./uncertain_calls.ts";

/** Opens the directory. @throws {UsageError} when it cannot be used, or another process uses it */
export async function jobsInDirectory(
  dataDir: string,
  onError: (error: unknown) => void,
): Promise<JobParts> {
  await using stack = new AsyncDisposableStack();
  stack.use(await lockDirectory(dataDir));
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
