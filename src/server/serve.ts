/**
 * Serves optimization jobs of registered tasks.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { LanguageModel } from "../model/language_model.ts";
import type { Task } from "../task/task.ts";
import type { Job } from "./job.ts";
import { type Server, startJobServer } from "./job_server.ts";
import { type GivenLimits, serverLimits } from "./limits.ts";
import { runRegisteredTask } from "./run_registered_task.ts";

/** Tasks, address and limits of a server. */
export interface ServeOptions {
  /** Tasks that jobs may name, each with a name of its own. */
  // deno-lint-ignore no-explicit-any -- tasks of any types of input and output
  readonly tasks: readonly Task<any, any, any>[];
  /** Models that jobs may name; their calls are paid by the operator. @default [] */
  readonly models?: readonly LanguageModel[];
  /** Directory of jobs and runs, made when absent; used by one server at a time. */
  readonly dataDir: string;
  /** Address to listen on; any but this machine's own needs a token. @default "127.0.0.1" */
  readonly hostname?: string | undefined;
  /** Port; 0 selects any free one. @default 8787 */
  readonly port?: number | undefined;
  /** Secret that every request must carry as `Authorization: Bearer …`. @default none is needed */
  readonly token?: string | undefined;
  /**
   * Origins whose scripts may use the endpoint from a browser, as in `https://example.com`; `*` for all, together with
   * a token only. Scripts send the token in its header; cookies are not accepted from other origins. @default []
   */
  readonly cors?: readonly string[] | undefined;
  /** Jobs at the same time. @default 1 */
  readonly concurrency?: number | undefined;
  /** How much of the server its clients may use. */
  readonly limits?: GivenLimits | undefined;
  /** Version in the OpenAPI document. @default "0" */
  readonly version?: string | undefined;
  /** Called with each job whose state has changed. */
  readonly onJob?: (job: Job) => void;
  /** Receives errors of the store and of requests answered with status 500. @default they are dropped */
  readonly onError?: (error: unknown) => void;
}

/**
 * Starts a server for optimization jobs, with a web page, and resumes the jobs of an earlier one in the same directory.
 *
 * @throws {UsageError} when two tasks have one name, when it would listen beyond this machine without a token of 16
 * characters, when a limit is no whole number from 1, when an origin is none, or when it cannot use the directory or the port
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
  const { tasks, models = [], hostname = "127.0.0.1", port = 8787, ...others } = options;
  const taskByName = new Map<string, Task>();
  for (const task of tasks) {
    if (taskByName.has(task.name)) {
      throw new UsageError(`Cannot offer a task: another one is also named "${task.name}"`, {
        advice: "Give each task a different name.",
      });
    }
    taskByName.set(task.name, task);
  }
  const limits = serverLimits(options.limits);
  const modelByName = new Map(models.map((model) => [model.name, model]));
  return await startJobServer({
    ...others,
    limits,
    hostname,
    port,
    offer: { tasks, models: [...modelByName.keys()] },
    makeRunJob: (events) =>
      runRegisteredTask({
        tasks: taskByName,
        events,
        models: modelByName,
        maxConcurrency: limits.maxJobConcurrency,
      }),
  });
}
