/**
 * Makes the first prompt of a run in this process.
 *
 * @module
 */
import { previewPrompt } from "../../run/preview_prompt.ts";
import { loadTask } from "../../task/load_task.ts";
import { modelsOf } from "./models_of.ts";
import type { PreviewRequest, PreviewResult } from "../message.ts";

/** Runs the task to its first ask and gives the prompt. */
export async function previewHere(
  { taskSource, options, model: named }: PreviewRequest,
): Promise<PreviewResult> {
  const { task } = await loadTask(taskSource);
  await using models = await modelsOf({ model: named, options: {} }, task);
  const agentModel = models.agentModel ?? models.model;
  const { feedback, examples, request, agentCalls } = await previewPrompt(task, {
    ...options,
    ...(agentModel === null ? {} : { agentModel }),
  });
  const { model } = task;
  const taskModel = typeof model === "object" ? model.name : model;
  return {
    feedback,
    examples,
    request,
    agentCalls,
    ...(taskModel === undefined ? {} : { taskModel }),
  };
}
