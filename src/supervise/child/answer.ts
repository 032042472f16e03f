/**
 * Answers the requests to a task.
 *
 * @module
 */
import type { TaskRequest } from "../message.ts";
import { descriptionOf } from "./description_of.ts";
import type { TaskContext } from "./task_context.ts";

/** Does what a request asks, with code of the task; its messages go to the channel. */
export async function answer(request: TaskRequest, context: TaskContext): Promise<unknown> {
  switch (request.kind) {
    case "run":
      return await (await import("./run_here.ts")).runHere(request, context);
    case "evaluate":
      return await (await import("./evaluate_here.ts")).evaluateHere(request, context);
    case "serve":
      return await (await import("./serve_here.ts")).serveHere(request, context);
    case "preview":
      return await (await import("./preview_here.ts")).previewHere(request);
    case "describe": {
      await using opened = await (await import("./open_task.ts")).openTask(request);
      return descriptionOf(opened.task);
    }
    default:
      return request satisfies never;
  }
}
