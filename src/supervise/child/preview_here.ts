/**
 * Makes the first prompt of a run in this process.
 *
 * @module
 */
import { previewPrompt } from "../../run/preview_prompt.ts";
import { modelsOf } from "./models_of.ts";
import { openTask } from "./open_task.ts";
import type { PreviewRequest, PreviewResult } from "../message.ts";

/** Runs the task to its first ask and gives the prompt. */
export async function previewHere(
  request: PreviewRequest,
): Promise<PreviewResult> {
  const { options, model: named } = request;
  await using opened = await openTask(request);
  const { task } = opened;
  const model = { ...named, record: undefined, opensLate: true };
  await using models = await modelsOf({ model, options: {} }, task);
  const agentModel = models.agentModel ?? models.model;
  opened.judgeBy(agentModel);
  const { feedback, examples, request: prompt, agentCalls, judgeCalls } = await previewPrompt(
    task,
    {
      ...options,
      judge: models.judge,
      ...(agentModel === null ? {} : { agentModel }),
    },
  );
  const taskModel = typeof task.model === "object" ? task.model.name : task.model;
  return {
    feedback,
    examples,
    request: prompt,
    agentCalls,
    judgeCalls,
    ...(taskModel === undefined ? {} : { taskModel }),
  };
}
