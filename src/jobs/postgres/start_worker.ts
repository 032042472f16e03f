/**
 * Starts a worker: a process that carries out jobs of a database and evaluates for its runs, and that no client talks to.
 *
 * @module
 */
import type { Job } from "../job.ts";
import { JobQueue } from "../job_queue.ts";
import { jobsInDatabase } from "./jobs_in_database.ts";
import { runRegisteredTask } from "../run_registered_task.ts";
import { type ServedModel, servedTasks } from "../served_tasks.ts";
import { openBatches } from "../../spread/open_batches.ts";
import { type WatchedEvent, watchedRuns } from "../watched_runs.ts";
import { serveEvaluations } from "../../supervise/evaluation_workers.ts";

/** Tasks, database and limits of a worker. */
export interface WorkerOptions {
  /** Modules of the tasks whose jobs it takes. */
  readonly tasks: readonly string[];
  /** Whether it takes the jobs that bring the source of their task, and evaluates for such runs. */
  readonly allowSource: boolean;
  /** Models that jobs may name. */
  readonly models: readonly ServedModel[];
  /** URL of the database. */
  readonly database: string;
  /** Aborted to give up while the worker starts; it has no effect on a worker that has started. */
  readonly signal?: AbortSignal | undefined;
  /** Directory of its runs, made when absent; used by one process at a time. */
  readonly dataDir: string;
  /** Jobs at the same time. */
  readonly concurrency: number;
  /** Evaluations at the same time in one job; for runs of other machines, at most as many as there are cores. */
  readonly maxJobConcurrency: number;
  /** Called with each event of its runs that operators count. @default they are not read */
  readonly onEvent?: ((job: Job, event: WatchedEvent) => void) | undefined;
  /** Called with each of its jobs whose state has changed. */
  readonly onJob: (job: Job) => void;
  /** Called with each line that the process of a job prints, as it is. */
  readonly onOutput: (job: Job, line: string) => void;
  /** Called with each line about evaluations for runs of other machines, as it is. */
  readonly onNote: (note: string) => void;
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
  const { allowSource, database, dataDir, concurrency, maxJobConcurrency } = options;
  const { onEvent, onJob, onOutput, onNote, onError } = options;
  const served = await servedTasks(options.tasks, options.models, options);
  const tasks = [...served.tasks.keys()];
  const runnable = { tasks, sources: allowSource };
  await using stack = new AsyncDisposableStack();
  const jobs = stack.use(
    await jobsInDatabase(database, { dataDir, runnable, program: "opto work", onError }),
  );
  const { store, runs: events } = jobs;
  const runJob = runRegisteredTask({
    ...served,
    events,
    maxConcurrency: maxJobConcurrency,
    database,
    sourceOf: allowSource ? (job) => store.source(job.id) : undefined,
    onOutput,
  });
  const queue = stack.use(
    new JobQueue({
      store,
      runJob: jobs.carriedOut(
        onEvent === undefined ? runJob : watchedRuns(runJob, { events, onEvent, onError }),
      ),
      probe: () => events.probe(),
      runnable,
      concurrency,
      onChange: (id) => void store.get(id).then((job) => job && onJob(job), onError),
      onError,
    }),
  );
  await queue.open();
  const batches = stack.use(await openBatches(database, "opto work"));
  const ending = new AbortController();
  const evaluating = serveEvaluations({
    queue: batches,
    database,
    tasks: modulesOf(served),
    allowSource,
    slots: Math.min(maxJobConcurrency, navigator.hardwareConcurrency),
    signal: ending.signal,
    onNote,
  });
  stack.defer(async () => {
    ending.abort();
    await evaluating;
  });
  const parts = stack.move();
  return { tasks, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

/** The modules of the tasks by name. */
function modulesOf({ tasks }: Awaited<ReturnType<typeof servedTasks>>): Map<string, string> {
  return new Map([...tasks].flatMap(([name, task]) => "url" in task ? [[name, task.url]] : []));
}
