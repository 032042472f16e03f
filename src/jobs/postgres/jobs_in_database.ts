/**
 * Jobs of several processes and machines, in a PostgreSQL database. Each carries out its jobs in a directory of its own.
 *
 * @module
 */
import { join } from "node:path";
import { runsFolder } from "../data_directory.ts";
import type { Runnable } from "../job_store.ts";
import { JobEvents } from "../job_events.ts";
import type { JobParts } from "../job_parts.ts";
import { lockDirectory } from "../lock_directory.ts";
import { databaseLogs } from "./database_logs.ts";
import { enter } from "./presence.ts";
import { openDatabase } from "../../database/database.ts";
import { postgresJobStore } from "./postgres_job_store.ts";
import { reportedOnce } from "../reported_once.ts";
import { retryingJobStore } from "../retrying_job_store.ts";
import { removeEndedRuns } from "./remove_ended_runs.ts";
import { shippedRuns } from "./shipped_runs.ts";

/** Directory and name of a process. */
export interface JobsInDatabaseOptions {
  /** Directory of its runs, used by no other process. */
  readonly dataDir: string;
  /** The jobs that it takes. @default none */
  readonly runnable?: Runnable | undefined;
  /** Its name in the database's list of connections. */
  readonly program: string;
  /** Receives errors that no caller waits for, each once a minute. */
  readonly onError: (error: unknown) => void;
}

/** Opens the database. @throws {UsageError} when it or the directory cannot be used */
export async function jobsInDatabase(
  url: string,
  { dataDir, program, runnable, onError: report }: JobsInDatabaseOptions,
): Promise<JobParts> {
  const onError = reportedOnce(report);
  await using stack = new AsyncDisposableStack();
  stack.use(await lockDirectory(dataDir));
  const database = stack.use(await openDatabase(url, { program, onError }));
  const store = stack.use(retryingJobStore(await postgresJobStore(database, onError), onError));
  stack.use(enter(database, runnable, onError));
  const logs = databaseLogs(database);
  const directory = join(dataDir, runsFolder);
  const events = new JobEvents(directory, logs);
  const runs = new JobEvents(directory);
  await removeEndedRuns(runs, store).catch(onError);
  stack.use(logs.watch((id) => events.notify(id)));
  const parts = stack.move();
  return {
    store,
    events,
    runs,
    isShared: true,
    carriedOut: (runJob) => shippedRuns(runJob, { runs, logs, onError }),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
