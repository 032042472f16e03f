/**
 * Main module of a task process: does what its supervisor asks, with code of the task, and reports.
 *
 * @module
 */
import { TaskError } from "../../errors.ts";
import { printValue } from "../../trace/print_value.ts";
import { errorData } from "../error_data.ts";
import type { TaskRequest } from "../message.ts";
import { Channel } from "./channel.ts";
import { endWithSupervisor, onStopRequest } from "./follow_supervisor.ts";
import { descriptionOf } from "./description_of.ts";
import type { FollowedRun, TaskContext } from "./task_context.ts";
import { onUncaught } from "./uncaught.ts";

if (import.meta.main) await main();

async function main(): Promise<void> {
  const [request = "", nonce = ""] = Deno.args;
  const channel = new Channel(nonce);
  endWithSupervisor();
  let run: FollowedRun = {
    stop: () => Deno.exit(130),
    fail: (error) => channel.end({ type: "failure", error: errorData(error) }),
  };
  onStopRequest(() => run.stop());
  onUncaught((error) => run.fail(strayError(error)));
  const context: TaskContext = { channel, follow: (followed) => run = followed };
  try {
    const result = await answer(JSON.parse(request), context);
    channel.end({ type: "result", result });
  } catch (error) {
    channel.end({ type: "failure", error: errorData(error) });
  }
}

async function answer(request: TaskRequest, context: TaskContext): Promise<unknown> {
  switch (request.kind) {
    case "run":
      return await (await import("./run_here.ts")).runHere(request, context);
    case "evaluate":
      return await (await import("./evaluate_here.ts")).evaluateHere(request, context);
    case "preview":
      return await (await import("./preview_here.ts")).previewHere(request);
    case "describe": {
      const { task } = await (await import("../../task/load_task.ts")).loadTask(request.taskSource);
      return descriptionOf(task);
    }
    default:
      return request satisfies never;
  }
}

function strayError(error: unknown): TaskError {
  const message = error instanceof Error ? error.message || error.name : printValue(error, 200);
  return new TaskError(`The task's code left an error that nothing awaits: ${message}`, {
    cause: error,
    advice: "Await each promise in agent, guide and tools, and catch what a timer throws.",
  });
}
