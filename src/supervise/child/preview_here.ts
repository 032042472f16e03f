/**
 * Makes the first prompt of a run in this process.
 *
 * @module
 */
import { previewPrompt } from "../../run/preview_prompt.ts";
import { loadTask } from "../../task/load_task.ts";
import type { PreviewRequest, PreviewResult } from "../message.ts";

/** Runs the task to its first ask and gives the prompt. */
export async function previewHere(
  { taskSource, options }: PreviewRequest,
): Promise<PreviewResult> {
  const { task } = await loadTask(taskSource);
  const { feedback, examples, request } = await previewPrompt(task, options);
  const { model } = task;
  const taskModel = typeof model === "object" ? model.name : model;
  return {
    feedback,
    examples,
    request,
    ...(taskModel === undefined ? {} : { taskModel }),
  };
}
