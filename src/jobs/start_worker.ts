/**
 * Starts a worker: a process that carries out jobs of a database, and that no client talks to.
 *
 * @module
 */
import type { Job } from "./job.ts";
import { JobQueue } from "./job_queue.ts";
import { jobsInDatabase } from "./jobs_in_database.ts";
import { runRegisteredTask } from "./run_registered_task.ts";
import { type ServedModel, servedTasks } from "./served_tasks.ts";

/** Tasks, database and limits of a worker. */
export interface WorkerOptions {
  /** Modules of the tasks whose jobs it takes. */
  readonly tasks: readonly string[];
  /** Models that jobs may name. */
  readonly models: readonly ServedModel[];
  /** URL of the database. */
  readonly database: string;
  /** Directory of its runs, made when absent; used by one process at a time. */
  readonly dataDir: string;
  /** Jobs at the same time. */
  readonly concurrency: number;
  /** Evaluations at the same time in one job. */
  readonly maxJobConcurrency: number;
  /** Called with each of its jobs whose state has changed. */
  readonly onJob: (job: Job) => void;
  /** Called with each line that the process of a job prints, as it is. */
  readonly onOutput: (job: Job, line: string) => void;
  /** Receives errors of the database, which is asked again. */
  readonly onError: (error: unknown) => void;
}

/** A worker. Disposing it gives its jobs back to the database, where others continue them. */
export interface Worker extends AsyncDisposable {
  /** Names of its tasks. */
  readonly tasks: readonly string[];
}

/** Starts a worker. @throws {TaskError} when a module holds no task @throws {UsageError} when the database or the directory cannot be used */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { dataDir, concurrency, maxJobConcurrency, onJob, onOutput, onError } = options;
  const served = await servedTasks(options.tasks, options.models);
  const tasks = [...served.tasks.keys()];
  await using stack = new AsyncDisposableStack();
  const jobs = stack.use(
    await jobsInDatabase(options.database, { dataDir, program: "opto work", onError }),
  );
  const { store, runs: events } = jobs;
  const runJob = runRegisteredTask({
    ...served,
    events,
    maxConcurrency: maxJobConcurrency,
    onOutput,
  });
  const queue = stack.use(
    new JobQueue({
      store,
      runJob: jobs.carriedOut(runJob),
      runnable: { tasks, sources: false },
      concurrency,
      onChange: (id) => void store.get(id).then((job) => job && onJob(job), onError),
      onError,
    }),
  );
  await queue.open();
  const parts = stack.move();
  return { tasks, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}
