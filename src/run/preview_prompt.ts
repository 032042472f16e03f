/**
 * The first prompt a run would send, without sending it.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { openSandboxPool } from "../code/sandbox/open_sandbox.ts";
import type { LanguageModel, ModelRequest } from "../model/language_model.ts";
import { createProposer } from "../optimizer/registry.ts";
import { taskEvaluator } from "../task/task_evaluator.ts";
import type { Task } from "../task/task.ts";
import { candidateOf } from "../trainer/candidate.ts";
import type { Report } from "../trainer/evaluator.ts";
import { seedOf } from "../trainer/seeds.ts";

/** What one evaluation gave, and the prompt made of it. */
export interface PromptPreview {
  /** Of the initial values on the first training example. */
  readonly report: Report;
  readonly request: ModelRequest;
}

/** How the prompt is made. */
export interface PreviewOptions {
  /** @default 0 */
  readonly seed?: number | undefined;
  /** One that asks a model. @default "optoprime" */
  readonly optimizer?: string | undefined;
}

/**
 * Evaluates the initial values once and makes the prompt of it.
 *
 * @throws {TaskError} when the task is at fault @throws {UsageError} when the optimizer asks no model
 */
export async function previewPrompt(
  task: Task,
  { seed = 0, optimizer = "optoprime" }: PreviewOptions = {},
): Promise<PromptPreview> {
  const runner = openSandboxPool({ ...task.sandbox, size: 1, spares: 0 });
  await using evaluator = taskEvaluator(task, { runner, seed });
  const { objective, parameters } = await evaluator.facts();
  const candidate = candidateOf(
    Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
  );
  const example = { split: "train", index: 0 } as const;
  const report = await evaluator.evaluate({
    candidate,
    example,
    seed: seedOf(seed, example.split, example.index),
    isTraced: true,
  });
  const proposer = await createProposer(optimizer, task.optimizer ?? {}, { model: unasked });
  const feedback = report.feedbackGraph ?? { graph: { version: 1, nodes: [] }, outputs: [] };
  const request = proposer.request?.({ objective, parameters, feedback }, { history: [] });
  if (request !== undefined) return { report, request };
  throw new UsageError(
    `Cannot preview the prompt of "${optimizer}": received an optimizer without`,
    {
      advice: "Choose one that asks a model.",
    },
  );
}

/** Stands where a proposer needs a model, though nothing is asked. */
const unasked: LanguageModel = {
  name: "nobody",
  generate: () => Promise.reject(new Error("A preview asks nothing")),
};
