/**
 * Scores a split of a task in this process.
 *
 * @module
 */
import { evaluateTask } from "../../run/evaluate_task.ts";
import { Interruption } from "../../run/run.ts";
import type { SplitScore } from "../../run/split_score.ts";
import type { EvaluateRequest } from "../message.ts";
import { descriptionOf } from "./description_of.ts";
import { modelsOf } from "./models_of.ts";
import { openTask } from "./open_task.ts";
import type { TaskContext } from "./task_context.ts";

/** Loads the task and scores it; events go to the channel. */
export async function evaluateHere(
  request: EvaluateRequest,
  { channel, follow }: TaskContext,
): Promise<SplitScore> {
  const { options, model, isSpread = false } = request;
  await using opened = await openTask(request, options.budget);
  const { task, url } = opened;
  channel.post({ type: "described", task: descriptionOf(task) });
  const ending = new AbortController();
  follow({
    stop: () => ending.abort(new Interruption("The evaluation was stopped")),
    fail: (error) => ending.abort(error),
  });
  await using models = await modelsOf({ model, options: {} }, task);
  const { agentModel, judge } = models;
  opened.judgeBy(agentModel ?? models.model);
  const spread = isSpread
    ? (await import("./spread_here.ts")).spreadHere(opened.source)
    : undefined;
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
