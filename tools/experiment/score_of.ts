/**
 * The score of values on a split of a task.
 *
 * @module
 */
import type { LanguageModel } from "../../src/model/language_model.ts";
import type { Values } from "../../src/problem/problem.ts";
import { evaluateTask } from "../../src/run/evaluate_task.ts";
import type { Task } from "../../src/task/task.ts";
import type { Split } from "../../src/trainer/evaluator.ts";

/** Where values are scored. */
export interface ScoredOn<In, Out, Expected> {
  readonly task: Task<In, Out, Expected>;
  readonly split: Split;
}

/** The mean score of values that are not encoded; null where they fail. */
export async function scoreOf<In, Out, Expected>(
  values: Values,
  { task, split }: ScoredOn<In, Out, Expected>,
  { seed, model }: { readonly seed: number; readonly model: LanguageModel | null },
): Promise<number | null> {
  const port = { publish() {}, signal: new AbortController().signal };
  const options = {
    source: { kind: "values", values },
    split,
    seed,
    concurrency: 1,
    models: { agent: ownModelOf(task) ?? model, judge: (own: LanguageModel) => own },
  } as const;
  const { score } = await evaluateTask(task as unknown as Task, options, port); // as: the agent fits its own guide
  return score;
}

/** The model that answers the agent of a task and no optimizer. */
export function ownModelOf({ agentModel }: Pick<Task, "agentModel">): LanguageModel | undefined {
  return typeof agentModel === "object" ? agentModel : undefined;
}
