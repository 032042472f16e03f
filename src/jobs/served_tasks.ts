/**
 * The tasks and models that a process has for jobs.
 *
 * @module
 */
import { TaskError, UsageError } from "../errors.ts";
import type { LanguageModel } from "../model/language_model.ts";
import type { TaskDescription } from "../supervise/message.ts";
import { superviseTask } from "../supervise/supervise_task.ts";
import { isTask } from "../task/define_task.ts";
import { urlOfTask } from "../task/load_task.ts";
import type { Task } from "../task/task.ts";
import type { RegisteredTasks, ServedTask } from "./run_registered_task.ts";

/** A model that is opened by its name in the process of each job, with the key of the environment. */
export interface ServedModel {
  /** Its name, which jobs name. */
  readonly name: string;
  /** URL of its server. @default OpenAI */
  readonly baseUrl?: string | undefined;
}

/** Limits of reading the tasks' modules. */
export interface ServedTasksOptions {
  /** Aborted to give up. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that a module may take to load. @default 60,000 */
  readonly loadMs?: number;
}

/**
 * Tasks and models by name.
 *
 * @throws {TaskError} when a module holds no task, or does not load in time
 * @throws {UsageError} when two tasks have one name, or a task cannot ask a model
 * @throws the reason of the signal
 */
export async function servedTasks(
  // deno-lint-ignore no-explicit-any -- tasks of any types of input and output
  given: readonly (string | URL | Task<any, any, any>)[],
  givenModels: readonly (LanguageModel | ServedModel)[],
  options: ServedTasksOptions = {},
): Promise<Pick<RegisteredTasks, "tasks" | "models">> {
  const tasks = new Map<string, ServedTask>();
  for (const task of await Promise.all(given.map((task) => offeredTask(task, options)))) {
    if (tasks.has(task.name)) {
      throw new UsageError(`Cannot offer a task: another one is also named "${task.name}"`, {
        advice: "Give each task a different name.",
      });
    }
    tasks.set(task.name, task);
  }
  const models = new Map(givenModels.map((model) => [model.name, model]));
  refuseObjects(models.values(), [...tasks.values()]);
  return { tasks, models };
}

/** A task with its name; that of a module is found out in a process of its own. */
async function offeredTask(
  // deno-lint-ignore no-explicit-any -- tasks of any types of input and output
  task: string | URL | Task<any, any, any>,
  { signal, loadMs = 60_000 }: ServedTasksOptions,
): Promise<ServedTask> {
  if (isTask(task)) return { name: task.name, description: task.description, task };
  const url = urlOfTask(String(task));
  const overdue = AbortSignal.timeout(loadMs);
  try {
    const described = await superviseTask({
      request: { kind: "describe", taskSource: url },
      signal: AbortSignal.any([overdue, ...signal === undefined ? [] : [signal]]),
    });
    const { name, description } = described as TaskDescription; // as: made by our own process
    return { name, description, url };
  } catch (cause) {
    signal?.throwIfAborted();
    if (!overdue.aborted) throw cause;
    throw new TaskError(`Cannot offer "${task}": it did not load within ${loadMs / 1_000} s`, {
      cause,
      advice:
        "Look for a loop without end, or a wait without end, outside of the task's functions.",
    });
  }
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
