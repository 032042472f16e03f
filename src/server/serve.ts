/**
 * Serves optimization jobs of registered tasks.
 *
 * @module
 */
import type { LanguageModel } from "../model/language_model.ts";
import type { Task } from "../task/task.ts";
import type { Job } from "../jobs/job.ts";
import type { Server } from "./job_server.ts";
import { type GivenLimits, serverLimits } from "./limits.ts";
import type { RetentionLimits } from "../jobs/retention.ts";
import { sandboxPart } from "./sandbox_part.ts";
import { type ServedModel, servedTasks } from "../jobs/served_tasks.ts";

export type { ServedModel };

/** Tasks, address and limits of a server. */
export interface ServeOptions {
  /**
   * Tasks that jobs may name, each with a name of its own: a task's module, or a task.
   *
   * A job of a module (a URL, or a path) runs in a child process with the rights of this one. Whatever its code does, this
   * process serves on, and a job that blocks is killed at its budget, at its time limit and when it is cancelled. A task
   * that is an object runs in this process, where only what yields can be ended.
   */
  // deno-lint-ignore no-explicit-any -- tasks of any types of input and output
  readonly tasks: readonly (string | URL | Task<any, any, any>)[];
  /**
   * Models that jobs may name; their calls are paid by the operator. Jobs of task modules can ask a `ServedModel` only.
   *
   * @default []
   */
  readonly models?: readonly (LanguageModel | ServedModel)[];
  /**
   * Whether jobs may bring the source of a task, which runs without any permission, as the candidates do. `doctor` tells which
   * limits this machine enforces on it.
   *
   * @default false
   */
  readonly allowSource?: boolean | undefined;
  /** Directory of jobs and runs, made when absent; used by one server at a time. */
  readonly dataDir: string;
  /**
   * URL of a PostgreSQL database that holds the jobs, also for other servers and for workers on other machines:
   * `postgres://user:password@host:5432/database`.
   *
   * @default a file in `dataDir` holds them
   */
  readonly database?: string | undefined;
  /** Address to listen on; any but this machine's own needs a token. @default "127.0.0.1" */
  readonly hostname?: string | undefined;
  /** Port; 0 selects any free one. @default 8787 */
  readonly port?: number | undefined;
  /** Secret of the operator, which may do everything, sent as `Authorization: Bearer …`. @default none is needed */
  readonly token?: string | undefined;
  /**
   * Path of a file with the tokens of others, read again when it changes: a JSON object a line with `id`, `sha256` of the
   * token, `scopes` (`submit`, `read`, `admin`) and `limits`. @default there are no others
   */
  readonly tokens?: string | undefined;
  /**
   * Origins whose scripts may use the endpoint from a browser, as in `https://example.com`; `*` for all, together with
   * a token only. Scripts send the token in its header; cookies are not accepted from other origins. @default []
   */
  readonly cors?: readonly string[] | undefined;
  /** Jobs at the same time; 0 leaves them to the workers of the database. @default 1 */
  readonly concurrency?: number | undefined;
  /** How much of the server its clients may use. */
  readonly limits?: GivenLimits | undefined;
  /** How long ended jobs are kept, and how much of them: the oldest are removed with their runs. @default for ever */
  readonly retention?: RetentionLimits | undefined;
  /** Aborted to give up while the server starts; it has no effect on a server that has started. */
  readonly signal?: AbortSignal | undefined;
  /** Version in the OpenAPI document. @default "0" */
  readonly version?: string | undefined;
  /** Called with each job whose state has changed. */
  readonly onJob?: (job: Job) => void;
  /** Called with each job that was removed because of `retention`. */
  readonly onRemove?: (job: Job) => void;
  /** Called with each line that the process of a job prints, as it is. @default they are dropped */
  readonly onOutput?: (job: Job, line: string) => void;
  /** Receives errors of the store and of requests answered with status 500. @default they are dropped */
  readonly onError?: (error: unknown) => void;
}

/**
 * Starts a server for optimization jobs, with a web page, and resumes the jobs of an earlier one in the same directory.
 *
 * @throws {TaskError} when a module holds no task, or does not load within a minute
 * @throws the reason of the signal
 * @throws {UsageError} when two tasks have one name, when a model cannot be asked by a task, when it would listen beyond
 * this machine without a token of 16 characters, when a limit is no whole number from 1, when an origin is none, or when it
 * cannot use the directory or the port
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { defineTask, trainable } from "@opto/opto";
 * import { startServer } from "@opto/opto/server";
 *
 * const task = defineTask({
 *   name: "double",
 *   agent: () => trainable(function double(n: number): number { return n; }),
 *   examples: { train: [{ input: 1, expected: 2 }] },
 *   guide: ({ expected }, output) => output === expected ? 1 : 0,
 * });
 * const dataDir = await Deno.makeTempDir();
 * {
 *   await using server = await startServer({ tasks: [task], dataDir, port: 0 });
 *   const { tasks } = await (await fetch(new URL("v1/tasks", server.url))).json();
 *   assertEquals(tasks, [{ name: "double" }]);
 * }
 * await Deno.remove(dataDir, { recursive: true });
 * ```
 */
export async function startServer(options: ServeOptions): Promise<Server> {
  const { tasks, models = [], hostname = "127.0.0.1", port = 8787, onOutput, signal, ...others } =
    options;
  const { allowSource = false } = options;
  await using stack = new AsyncDisposableStack();
  // Tasks describe themselves in processes of their own. These and a sandbox start while this process loads the rest.
  const describing = servedTasks(tasks, models, { signal });
  describing.catch(() => {}); // awaited below
  const sandbox = stack.use(await sandboxPart());
  const [served, { startJobServer }, { runRegisteredTask }] = await Promise.all([
    describing,
    import("./job_server.ts"),
    import("../jobs/run_registered_task.ts"),
  ]);
  const limits = serverLimits(options.limits);
  const server = stack.use(
    await startJobServer({
      ...others,
      limits,
      hostname,
      port,
      needed: [sandbox],
      offer: {
        tasks: [...served.tasks.values()].map(({ name, description }) => ({ name, description })),
        models: [...served.models.keys()],
        sources: allowSource,
      },
      makeRunJob: (events, store) =>
        runRegisteredTask({
          ...served,
          events,
          sourceOf: allowSource ? (job) => store.source(job.id) : undefined,
          maxConcurrency: limits.maxJobConcurrency,
          database: options.database,
          onOutput,
        }),
    }),
  );
  const opened = stack.move();
  return {
    url: server.url,
    tasks: server.tasks,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
