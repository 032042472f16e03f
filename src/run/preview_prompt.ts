/**
 * Previews the first prompt of a run without sending it.
 *
 * @module
 */
import type { FeedbackGraph } from "../propagate/feedback.ts";
import { judgedOf } from "../trainer/trial_texts.ts";
import { UsageError } from "../errors.ts";
import type { LanguageModel, ModelRequest } from "../model/language_model.ts";
import { redactor } from "../model/redact.ts";
import { createProposer, type OptimizerChoice } from "../optimizer/optimizers.ts";
import { trialHistory } from "../problem/trial.ts";
import type { Task } from "../task/task.ts";
import { candidateOf } from "../trainer/candidate.ts";
import type { Report } from "../trainer/evaluator.ts";
import { seedOf } from "../seeds.ts";
import { openEvaluator } from "./open_evaluator.ts";
import { chooseStrategies } from "./strategies.ts";

/** One evaluation, and the prompt made from its report. */
export interface PromptPreview {
  /** The initial values on the first train example. */
  readonly report: Report;
  readonly request: ModelRequest;
}

/** Options of a preview. */
export interface PreviewOptions {
  /** @default 0 */
  readonly seed?: number | undefined;
  /** An optimizer that uses a model. @default the task's if it uses one, otherwise "optoprime" */
  readonly optimizer?: OptimizerChoice | undefined;
}

/**
 * Evaluates the initial values once and makes the prompt from the report.
 *
 * @throws {TaskError} when the task is invalid @throws {UsageError} when the optimizer uses no model
 */
export async function previewPrompt(
  task: Task,
  { seed = 0, optimizer }: PreviewOptions = {},
): Promise<PromptPreview> {
  const chosen = await chooseStrategies({ model: noModel, options: { optimizer }, task });
  const { pipeline } = chosen;
  const proposer = chosen.proposer.request === undefined && optimizer === undefined
    ? await createProposer({ ...pipeline, name: "optoprime" })
    : chosen.proposer;
  const { request: makeRequest } = proposer;
  if (makeRequest === undefined) {
    throw new UsageError(
      `Cannot preview the prompt of "${proposer.name}": received an optimizer without`,
      { advice: "Choose one that asks a model: --optimizer optoprime." },
    );
  }
  const settings = { seed, concurrency: 1 };
  await using evaluator = openEvaluator(task, { options: {}, settings, pipeline });
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
  const feedback = report.feedbackGraph ?? noFeedback;
  const problem = proposer.needsTrace
    ? { objective, parameters, feedback }
    : { objective, parameters, feedback: noFeedback, judged: [judgedOf(report, example)] };
  const request = makeRequest.call(proposer, problem, { history: trialHistory() });
  const redact = redactor(task.redact);
  const messages = request.messages.map((message) => ({
    ...message,
    content: redact(message.content),
  }));
  return { report, request: { ...request, messages } };
}

const noFeedback: FeedbackGraph = { graph: { version: 1, nodes: [] }, outputs: [] };

/** Takes the place of a model when strategies are selected; never called. */
const noModel: LanguageModel = {
  name: "none",
  generate: () => Promise.reject(new Error("Cannot ask a model in a preview")),
};
