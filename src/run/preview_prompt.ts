/**
 * Previews the first prompt of a run without sending it.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { LanguageModel, ModelRequest } from "../model/language_model.ts";
import { noModel } from "../model/ask.ts";
import { redactor } from "../model/redact.ts";
import { createProposer } from "../optimizer/optimizers.ts";
import type { Problem } from "../problem/problem.ts";
import type { Proposer } from "../problem/proposer.ts";
import { mergeFeedback } from "../propagate/feedback.ts";
import type { Task } from "../task/task.ts";
import type { Feedback } from "../trace/feedback.ts";
import { executeTask } from "./optimize.ts";
import type { OptimizeOptions } from "./optimize_options.ts";
import type { RunPlan } from "./prepare_run.ts";
import type { RunOptions } from "./run_settings.ts";
import { chooseStrategies } from "./strategies.ts";

/** The first prompt of a run, and what it was made from. */
export interface PromptPreview {
  /** The initial values on the first batch of train examples. */
  readonly problem: Problem;
  /** The feedback on that batch: mean score, mean metrics, and all texts. */
  readonly feedback: Feedback;
  /** Number of examples in the batch. */
  readonly examples: number;
  readonly request: ModelRequest;
  /** Calls of the agent to its model. */
  readonly agentCalls: number;
  /** Calls of judges to their models. */
  readonly judgeCalls: number;
}

/** Options of a preview: those of a new run; the optimizer must use a model. */
export type PreviewOptions =
  & Omit<RunOptions, "signal" | "runDir" | "resume" | "onEvent">
  & Pick<OptimizeOptions, "agentModel">
  & Pick<RunPlan, "judge">;

/**
 * Starts the run that the options describe, and ends it at its first ask: the prompt is the true one, from the batch that the
 * trainer drew. The evaluations before it are the run's own, among them the initial values on the validation examples.
 *
 * @throws {TaskError} when the task is invalid
 * @throws {UsageError} when the optimizer uses no model, or the run asks for nothing
 */
export async function previewPrompt(
  task: Task,
  options: PreviewOptions = {},
): Promise<PromptPreview> {
  const { judge, ...ofRun } = options;
  const { optimizer } = ofRun;
  const chosen = await chooseStrategies({ model: unused, options: { optimizer }, task });
  const { pipeline } = chosen;
  const proposer = chosen.proposer.request === undefined && optimizer === undefined
    ? await createProposer({ ...pipeline, name: "optoprime" })
    : chosen.proposer;
  if (proposer.request === undefined) {
    throw new UsageError(
      `Cannot preview the prompt of "${proposer.name}": received an optimizer without`,
      { advice: "Choose one that asks a model: --optimizer optoprime." },
    );
  }
  const ending = new AbortController();
  let asked: Pick<PromptPreview, "problem" | "request"> | undefined;
  const listener: Proposer = {
    name: proposer.name,
    needsTrace: proposer.needsTrace ?? false,
    needsModel: proposer.needsModel ?? false,
    propose(problem, context) {
      asked ??= { problem, request: proposer.request!(problem, context) }; // checked above
      ending.abort();
      return Promise.resolve({ kind: "nothing", reasoning: "This is a preview." });
    },
  };
  const { stopReason, usage } = await executeTask(task, {
    ...ofRun,
    steps: 1,
    model: unused,
    optimizer: { ...pipeline, ...listener },
    signal: ending.signal,
  }, { judge }).result;
  if (asked === undefined) {
    throw new UsageError("Cannot preview a prompt: received a run that asks for nothing", {
      advice: `It would end before its first step: ${stopReason}.`,
    });
  }
  const { problem, request } = asked;
  const pieces = piecesOf(problem);
  const redact = redactor(task.redact);
  const messages = request.messages.map((message) => ({
    ...message,
    content: redact(message.content),
  }));
  return {
    problem,
    feedback: mergeFeedback(pieces),
    examples: pieces.length,
    request: { ...request, messages },
    agentCalls: usage.byRole.agent.calls,
    judgeCalls: usage.byRole.judge.calls,
  };
}

/** The feedback on each example of a problem. */
function piecesOf({ feedback, judged }: Problem): readonly Feedback[] {
  if (judged === undefined) return feedback.outputs.map(({ feedback }) => feedback);
  return judged.map(({ score, feedback }) => ({ feedback, ...(score === null ? {} : { score }) }));
}

/** Takes the place of the optimizer's model, which is never called. */
const unused: LanguageModel = {
  name: "none",
  price: { promptUsd: 0, completionUsd: 0 }, // of dollars a limit holds those of the agent
  generate: () => Promise.reject(noModel()), // the agent may ask
};
