/**
 * Main module of a task process: does what its supervisor asks, with code of the task, and reports.
 *
 * @module
 */
import { TaskError } from "../../errors.ts";
import { printValue } from "../../trace/print_value.ts";
import { errorData } from "../error_data.ts";
import { answer } from "./answer.ts";
import { Channel } from "./channel.ts";
import { endWithSupervisor, onStopRequest } from "./follow_supervisor.ts";
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

function strayError(error: unknown): TaskError {
  const message = error instanceof Error ? error.message || error.name : printValue(error, 200);
  return new TaskError(`The task's code left an error that nothing awaits: ${message}`, {
    cause: error,
    advice: "Await each promise in agent, guide and tools, and catch what a timer throws.",
  });
}
