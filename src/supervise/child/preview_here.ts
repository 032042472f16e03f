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
  const model = { ...named, record: undefined, opensLate: true };
  await using models = await modelsOf({ model, options: {} }, task);
  const agentModel = models.agentModel ?? models.model;
  const { feedback, examples, request, agentCalls, judgeCalls } = await previewPrompt(task, {
    ...options,
    judge: models.judge,
    ...(agentModel === null ? {} : { agentModel }),
  });
  const taskModel = typeof task.model === "object" ? task.model.name : task.model;
  return {
    feedback,
    examples,
    request,
    agentCalls,
    judgeCalls,
    ...(taskModel === undefined ? {} : { taskModel }),
  };
}
