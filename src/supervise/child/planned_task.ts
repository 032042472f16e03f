/**
 * The task of a plan: the worker's own module, or the source that the plan brings, in a process without permissions.
 *
 * @module
 */
import { TaskError } from "../../errors.ts";
import { fingerprintOf } from "../../run/fingerprint.ts";
import {
  type EvaluationPlan,
  type PlannedSource,
  sourceFingerprint,
} from "../../spread/evaluation_plan.ts";
import { noModelHere } from "../../spread/work_on_batches.ts";
import { loadTask } from "../../task/load_task.ts";
import { remoteTask } from "../../task/remote_task.ts";
import type { Task } from "../../task/task.ts";
import type { Fingerprint } from "../../trainer/event.ts";

/** A task to evaluate; disposing of it ends its process, if it has one. */
export interface PlannedTask extends AsyncDisposable {
  readonly task: Task;
  /** What tells its version from others. @param examples hash of its examples */
  fingerprint(examples: string | undefined): Promise<Fingerprint>;
  /** Why it has ended; never resolved for a module of the worker's. */
  readonly ended: Promise<Error>;
}

/**
 * Opens the task.
 *
 * @param module path or URL of the worker's own task; undefined for a plan that brings a source
 * @throws {TaskError} when it does not load, or the plan is not for such a worker
 */
export async function openPlannedTask(
  { fingerprint: { version }, source, settings: { sandbox } }: EvaluationPlan,
  module: string | undefined,
): Promise<PlannedTask> {
  if (module === undefined) {
    if (source !== undefined) return await openSource(source, { version, sandbox });
    throw new TaskError("Cannot use a plan without a source: the run names no task");
  }
  if (source !== undefined) {
    throw new TaskError("Cannot use a plan with a source: the run names a task of this worker");
  }
  const { task, url } = await loadTask(module);
  return {
    task,
    fingerprint: (examples) => fingerprintOf({ taskSource: url, version, examples }),
    ended: new Promise(() => {}),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function openSource(
  source: PlannedSource,
  { version, sandbox = {} }: {
    readonly version: string | undefined;
    readonly sandbox: EvaluationPlan["settings"]["sandbox"];
  },
): Promise<PlannedTask> {
  const { taskLimits } = await import("../../untrusted/task_limits.ts");
  const { maxTimeoutMs, maxSandboxMb } = taskLimits(source.limits);
  const { timeoutMs = 0, memoryMb = 0 } = sandbox;
  if (timeoutMs > maxTimeoutMs || memoryMb > maxSandboxMb) {
    throw new TaskError(
      `Cannot give the sandboxes of a source ${memoryMb} MB and ${timeoutMs} ms a call: it may have ${maxSandboxMb} MB and ${maxTimeoutMs} ms`,
    );
  }
  const { openUntrustedTask } = await import("../../untrusted/open_untrusted_task.ts");
  const opened = await openUntrustedTask(source, source.limits);
  opened.judgeBy(noModelHere());
  return {
    task: remoteTask({ name: opened.outline.name }, (settings) => opened.openEvaluator(settings)),
    fingerprint: (examples) => Promise.resolve(sourceFingerprint(source, { examples, version })),
    ended: opened.ended,
    [Symbol.asyncDispose]: async () => await opened[Symbol.asyncDispose](),
  };
}
