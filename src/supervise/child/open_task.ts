/**
 * Opens the task of a request: a module of the user in this process, or a stranger's in one without permissions.
 *
 * @module
 */
import { basename, dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { TaskError } from "../../errors.ts";
import type { LanguageModel } from "../../model/language_model.ts";
import type { PlannedSource } from "../../spread/evaluation_plan.ts";
import { loadTask, urlOfTask } from "../../task/load_task.ts";
import { remoteTask } from "../../task/remote_task.ts";
import type { Budget } from "../../trainer/event.ts";
import type { Task } from "../../task/task.ts";
import { type TaskLimits, taskLimits } from "../../untrusted/task_limits.ts";
import type { TaskOfRequest } from "../message.ts";

/** A task and the URL of its module; disposing of it ends its process, if it has one. */
export interface OpenTask extends AsyncDisposable {
  readonly task: Task;
  readonly url: string;
  /** The source and the limits of a stranger's task. */
  readonly source?: PlannedSource;
  /** Has a model answer the judges of a stranger's task; those of the user's own have models of their own. */
  judgeBy(model: LanguageModel | null): void;
}

/**
 * Opens the task.
 *
 * @param budget of the run; loading a stranger's task takes no longer than its seconds
 * @throws {TaskError} when it is invalid, or imports what an untrusted task may not
 */
export async function openTask(
  { taskSource, untrusted }: TaskOfRequest,
  budget: Partial<Budget> = {},
): Promise<OpenTask> {
  if (untrusted === undefined) {
    const loaded = await loadTask(taskSource);
    return { ...loaded, judgeBy() {}, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const { openUntrustedTask } = await import("../../untrusted/open_untrusted_task.ts");
  const url = urlOfTask(taskSource);
  if (!url.startsWith("file:")) {
    throw new TaskError(`Cannot use "${taskSource}" as an untrusted task: received a URL`, {
      advice: "Save it as a file.",
    });
  }
  const path = fileURLToPath(url);
  const opened = await openUntrustedTask({
    entry: basename(path),
    read: (file) => readBelow(dirname(path), file),
  }, withinSeconds(untrusted, budget.seconds));
  const { outline, summarize } = opened;
  const task = remoteTask({
    ...outline,
    // as: what a task returns may be a promise, and is waited for
    ...(summarize === undefined ? {} : { summarize: summarize as unknown as Summarize }),
  }, (settings) => opened.openEvaluator(settings));
  return {
    task,
    url,
    source: { ...opened.source, limits: untrusted },
    judgeBy: (model) => opened.judgeBy(model),
    [Symbol.asyncDispose]: async () => await opened[Symbol.asyncDispose](),
  };
}

/** The limits, with a time of loading within a budget of seconds. */
function withinSeconds(
  limits: Partial<TaskLimits>,
  seconds: number | null | undefined,
): Partial<TaskLimits> {
  const { loadMs } = taskLimits(limits);
  const leftMs = Math.ceil((seconds ?? Infinity) * 1_000);
  return { ...limits, loadMs: Math.max(1, Math.min(loadMs, leftMs)) };
}

type Summarize = NonNullable<Task["summarize"]>;

/** Largest file that is read, in bytes. */
const maxBytes = 16 * 1024 * 1024;

/** The text of a file of a folder; undefined when there is none, or when a link leads out of the folder. */
async function readBelow(folder: string, path: string): Promise<string | undefined> {
  try {
    const root = await Deno.realPath(folder);
    const file = await Deno.realPath(join(folder, path));
    if (!file.startsWith(root.endsWith(sep) ? root : root + sep)) return undefined;
    const { isFile, size } = await Deno.stat(file);
    return isFile && size <= maxBytes ? await Deno.readTextFile(file) : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
