/**
 * Serves optimization jobs of registered tasks.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { LanguageModel } from "../model/language_model.ts";
import type { TaskDescription } from "../supervise/message.ts";
import { superviseTask } from "../supervise/supervise_task.ts";
import { isTask } from "../task/define_task.ts";
import { urlOfTask } from "../task/load_task.ts";
import type { Task } from "../task/task.ts";
import type { Job } from "../jobs/job.ts";
import { type Server, startJobServer } from "./job_server.ts";
import { type GivenLimits, serverLimits } from "./limits.ts";
import { runRegisteredTask, type ServedTask } from "../jobs/run_registered_task.ts";

/** A model that is opened by its name in the process of each job, with the key of the environment. */
export interface ServedModel {
  /** Its name, which jobs name. */
  readonly name: string;
  /** URL of its server. @default OpenAI */
  readonly baseUrl?: string | undefined;
}

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
  /** Directory of jobs and runs, made when absent; used by one server at a time. */
  readonly dataDir: string;
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
  /** Jobs at the same time. @default 1 */
  readonly concurrency?: number | undefined;
  /** How much of the server its clients may use. */
  readonly limits?: GivenLimits | undefined;
  /** Version in the OpenAPI document. @default "0" */
  readonly version?: string | undefined;
  /** Called with each job whose state has changed. */
  readonly onJob?: (job: Job) => void;
  /** Called with each line that the process of a job prints, as it is. @default they are dropped */
  readonly onOutput?: (job: Job, line: string) => void;
  /** Receives errors of the store and of requests answered with status 500. @default they are dropped */
  readonly onError?: (error: unknown) => void;
}

/**
 * Starts a server for optimization jobs, with a web page, and resumes the jobs of an earlier one in the same directory.
 *
 * @throws {TaskError} when a module holds no task
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
  const { tasks, models = [], hostname = "127.0.0.1", port = 8787, onOutput, ...others } = options;
  const offered = await Promise.all(tasks.map(offeredTask));
  const taskByName = new Map<string, ServedTask>();
  for (const task of offered) {
    if (taskByName.has(task.name)) {
      throw new UsageError(`Cannot offer a task: another one is also named "${task.name}"`, {
        advice: "Give each task a different name.",
      });
    }
    taskByName.set(task.name, task);
  }
  const modelByName = new Map(models.map((model) => [model.name, model]));
  refuseObjects(modelByName.values(), offered);
  const limits = serverLimits(options.limits);
  return await startJobServer({
    ...others,
    limits,
    hostname,
    port,
    offer: {
      tasks: offered.map(({ name, description }) => ({ name, description })),
      models: [...modelByName.keys()],
    },
    makeRunJob: (events) =>
      runRegisteredTask({
        tasks: taskByName,
        events,
        models: modelByName,
        maxConcurrency: limits.maxJobConcurrency,
        onOutput,
      }),
  });
}

/** A task with its name; that of a module is found out in a process of its own. */
async function offeredTask(task: ServeOptions["tasks"][number]): Promise<ServedTask> {
  if (isTask(task)) return { name: task.name, description: task.description, task };
  const url = urlOfTask(String(task));
  const described = await superviseTask({ request: { kind: "describe", taskSource: url } });
  const { name, description } = described as TaskDescription; // as: made by our own process
  return { name, description, url };
}

/** A model that is an object of this process cannot answer in another. */
function refuseObjects(
  models: Iterable<LanguageModel | ServedModel>,
  tasks: readonly ServedTask[],
): void {
  const module = tasks.find((task) => "url" in task);
  const object = [...models].find((model) => "generate" in model);
  if (module === undefined || object === undefined) return;
  throw new UsageError(
    `Cannot offer the model "${object.name}" to the task "${module.name}": received an object of this process, and the task runs in another`,
    { advice: "Offer { name, baseUrl } instead, or import the task and offer it as an object." },
  );
}
