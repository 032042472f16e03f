/**
 * Runs a task in a process of its own, and ends the run from its log when the process cannot.
 *
 * @module
 */
import { failedEvent } from "../run/finished_event.ts";
import type { RunResult } from "../run/run.ts";
import { decodeValues } from "../trainer/candidate.ts";
import type { FinishedEvent, RunEvent } from "../trainer/event.ts";
import { TaskProcessError } from "./error_data.ts";
import type { LoadedFacts, RunSummary, RunTaskRequest } from "./message.ts";
import { superviseTask, type SuperviseTaskOptions } from "./supervise_task.ts";

/** Signal, input, runner and listeners of a supervised run. */
export interface SuperviseRunOptions
  extends Pick<SuperviseTaskOptions, "signal" | "hasInput" | "onOutput" | "runner" | "env"> {
  /** Called once, when the task is loaded. */
  readonly onLoaded?: (facts: LoadedFacts) => void;
  /** Called with each event; the last one is `finished`. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Called when there are new events in the log, for a request without events. */
  readonly onNews?: () => void;
}

/**
 * Runs a task and gives its result, as the `result` of a `Run` does.
 *
 * The process is killed when its thread is blocked at the end of the budget, beyond the time of one evaluation, or a
 * second after `signal` was aborted. Then, and when it ends by itself, the run is finished from its log.
 *
 * @throws {TaskProcessError} when that happened to a run that was not stopped
 * @throws the error of a run that failed
 */
export async function superviseRun(
  request: RunTaskRequest,
  options: SuperviseRunOptions = {},
): Promise<RunResult> {
  const { onLoaded, onEvent, onNews, signal } = options;
  let runDir = request.options.runDir ?? "";
  let ending: FinishedEvent | undefined;
  let finished: FinishedEvent | undefined;
  let result: RunSummary = {};
  let begunAt: number | undefined;
  try {
    const given = await superviseTask({
      ...options,
      request,
      onMessage(message) {
        if (message.type === "loaded") {
          runDir = message.facts.runDir;
          onLoaded?.(message.facts);
        } else if (message.type === "begun") begunAt = performance.now();
        else if (message.type === "event") {
          if (message.event.type === "finished") finished = message.event;
          onEvent?.(message.event);
        } else if (message.type === "ending") ending = message.event;
        else if (message.type === "news" || message.type === "beat") onNews?.();
      },
    });
    result = given as RunSummary; // as: made by our own process
  } catch (error) {
    const isProcess = error instanceof TaskProcessError;
    // A run that was refused has no part in the log of its directory, and a finished one its last event.
    if (!isProcess && (begunAt === undefined || finished !== undefined)) throw error;
    const isStopped = signal?.aborted ?? false;
    if (finished === undefined) {
      const { finishFromLog } = await import("../run/finish_from_log.ts"); // it renders reports
      const events = await finishFromLog(runDir, {
        stopReason: isStopped ? "interrupted" : "failed",
        error: isStopped && isProcess && error.code === "TASK_ENDED" ? undefined : error,
        finished: ending,
        ...(request.options.resume || begunAt === undefined
          ? {}
          : { seconds: (performance.now() - begunAt) / 1000 }),
      }).catch((cause) => {
        onEvent?.(failedEvent(cause, runDir));
        throw cause;
      });
      for (const event of events) onEvent?.(event);
      finished = events.findLast((event) => event.type === "finished");
    }
    if (finished === undefined) {
      const failed = failedEvent(error, runDir);
      finished = isStopped ? { ...failed, stopReason: "interrupted" } : failed;
      onEvent?.(finished);
    }
    if (finished.stopReason === "failed") throw error;
  }
  if (finished === undefined) throw new Error("The run ended without a finished event");
  return { ...finished, values: decodeValues(finished.best.parameters), ...result };
}
