/**
 * Scores a split of a task in this process.
 *
 * @module
 */
import { evaluateTask } from "../../run/evaluate_task.ts";
import { Interruption } from "../../run/run.ts";
import type { SplitScore } from "../../run/split_score.ts";
import { loadTask } from "../../task/load_task.ts";
import type { EvaluateRequest } from "../message.ts";
import { descriptionOf } from "./description_of.ts";
import { modelsOf } from "./models_of.ts";
import type { TaskContext } from "./task_context.ts";

/** Loads the task and scores it; events go to the channel. */
export async function evaluateHere(
  { taskSource, options, model, isSpread = false }: EvaluateRequest,
  { channel, follow }: TaskContext,
): Promise<SplitScore> {
  const { task, url } = await loadTask(taskSource);
  channel.post({ type: "described", task: descriptionOf(task) });
  const ending = new AbortController();
  follow({
    stop: () => ending.abort(new Interruption("The evaluation was stopped")),
    fail: (error) => ending.abort(error),
  });
  await using models = await modelsOf({ model, options: {} }, task);
  const { agentModel, judge } = models;
  const spread = isSpread ? (await import("./spread_here.ts")).spreadHere() : undefined;
  return await evaluateTask(task, {
    ...options,
    concurrency: options.concurrency ?? spread?.concurrency,
    taskSource: url,
    models: { agent: agentModel ?? models.model, judge },
  }, {
    publish: (event) => channel.post({ type: "event", event }),
    onBegin: (left) =>
      channel.post({ type: "begun", secondsLeft: Number.isFinite(left) ? left : null }),
    signal: ending.signal,
    spread,
  });
}
