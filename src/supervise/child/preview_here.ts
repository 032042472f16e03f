/**
 * Makes the first prompt of a run in this process.
 *
 * @module
 */
import { previewPrompt } from "../../run/preview_prompt.ts";
import { loadTask } from "../../task/load_task.ts";
import type { PreviewRequest, PreviewResult } from "../message.ts";

/** Evaluates the task once and gives the prompt. */
export async function previewHere(
  { taskSource, seed, optimizer }: PreviewRequest,
): Promise<PreviewResult> {
  const { task } = await loadTask(taskSource);
  const { report, request } = await previewPrompt(task, {
    seed,
    ...(optimizer === undefined ? {} : { optimizer }),
  });
  const { score, feedback, metrics } = report;
  const { model } = task;
  const taskModel = typeof model === "object" ? model.name : model;
  return {
    report: { score, feedback, metrics },
    request,
    ...(taskModel === undefined ? {} : { taskModel }),
  };
}
