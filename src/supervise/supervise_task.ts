/**
 * Asks something of a task in a process of its own.
 *
 * @module
 */
import { describeStatus } from "../code/child/child_status.ts";
import type { BlockReason } from "./block_watch.ts";
import { errorOf, TaskProcessError } from "./error_data.ts";
import { type ProcessEnd, runTaskProcess, type TaskProcessOptions } from "./task_process.ts";

/** Carries out requests to tasks: `runTaskProcess`, or a stand-in for it. */
export type TaskRunner = (options: TaskProcessOptions) => Promise<ProcessEnd>;

/** Options of a request, and who carries it out. */
export interface SuperviseTaskOptions extends TaskProcessOptions {
  /** @default runTaskProcess */
  readonly runner?: TaskRunner | undefined;
}

/**
 * Gives the result of a request.
 *
 * @throws {TaskProcessError} when the process was killed, or ended without a result
 * @throws the error of the task, or of the library
 */
export async function superviseTask(
  { runner = runTaskProcess, ...options }: SuperviseTaskOptions,
): Promise<unknown> {
  const end = await runner(options);
  if (end.kind === "result") return end.result;
  throw end.kind === "failure" ? errorOf(end.error) : processError(end);
}

const advice =
  "Look for a loop without end in the agent, the guide, a tool, `summarize` or `accept`.";

const intact = "Replace no built-in function, such as setTimeout, in a task.";

function processError(end: Extract<ProcessEnd, { kind: "blocked" | "ended" }>): TaskProcessError {
  if (end.kind === "blocked") {
    const { reason, timeoutMs } = end;
    const fault = reason === "overdue"
      ? "keeps the run from ending"
      : "does not give its thread back";
    const message = `The task's code ${fault}: its process was killed ${
      occasion(reason, timeoutMs)
    }`;
    return new TaskProcessError("TASK_BLOCKED", message, reason === "overdue" ? intact : advice);
  }
  const { status } = end;
  return new TaskProcessError(
    "TASK_ENDED",
    `The task's process ${describeStatus(status, "")} before its run did`,
    status.signal === "SIGKILL"
      ? "The system kills a process when memory is used up."
      : "Call neither Deno.exit() nor process.exit() in a task.",
  );
}

function occasion(reason: BlockReason, timeoutMs: number): string {
  switch (reason) {
    case "stop":
      return "as it did not answer when it was asked to stop";
    case "budget":
      return "when the budget of seconds was spent";
    case "evaluation":
      return `after the ${timeoutMs / 1000} s of the evaluation timeout`;
    case "ending":
    case "exit":
      return "while the finished run was being saved";
    case "overdue":
      return "long after it was asked to stop, or its budget was spent";
    default:
      return reason satisfies never;
  }
}
