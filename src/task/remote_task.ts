/**
 * A task whose agent, guide and examples are in another process: a run knows its name and settings, and opens its evaluator.
 *
 * @module
 */
import type { SandboxLimits } from "../code/sandbox/limits.ts";
import { TaskError } from "../errors.ts";
import type { Evaluator } from "../trainer/evaluator.ts";
import { type Task, taskBrand } from "./task.ts";

/** How the evaluator of such a task is opened. */
export interface RemoteEvaluatorSettings {
  readonly seed: number;
  /** Number of sandboxes. */
  readonly concurrency: number;
  readonly isTypeChecked: boolean;
  readonly hasStatements: boolean;
  /** @default the one in force for tasks of this process */
  readonly evaluationTimeoutMs?: number;
  /** Name of a built-in propagator. @default the task's */
  readonly propagator?: string;
  /** Limits of the sandboxes. @default the task's */
  readonly sandbox?: Partial<SandboxLimits>;
}

/** Opens the evaluator. */
export type OpenRemote = (settings: RemoteEvaluatorSettings) => Evaluator;

const openers = new WeakMap<Task, OpenRemote>();

/** The task of these settings; its own functions throw. @param open opens its evaluator */
export function remoteTask(
  settings: Pick<Task, "name" | "description" | "optimizer" | "trainer" | "summarize">,
  open: OpenRemote,
): Task {
  const elsewhere = () => {
    throw new TaskError(`Cannot call the functions of "${settings.name}": they are elsewhere`);
  };
  const task: Task = Object.freeze({
    ...settings,
    agent: elsewhere,
    guide: elsewhere,
    examples: { train: [] },
    [taskBrand]: true as const,
  });
  openers.set(task, open);
  return task;
}

/** Opens the evaluator of a task in another process; undefined for other tasks. */
export function openerOf(task: Task): OpenRemote | undefined {
  return openers.get(task);
}
