/**
 * The trials of an imperative optimizer: values that are used one after the other, without a choice.
 *
 * @module
 */
import type { Problem } from "../problem/problem.ts";
import type { Trial } from "../problem/trial.ts";
import { mergeFeedback } from "../propagate/feedback.ts";
import { dataText } from "../render/value_text.ts";

/** Maximum characters of one output, and number of outputs in a trial. */
const maxOutput = 120;
const maxOutputs = 3;

/** The current values with their feedback. */
export function trialOf({ parameters, feedback }: Problem, step: number): Trial {
  const { graph, outputs } = feedback;
  const merged = mergeFeedback(outputs.map(({ feedback }) => feedback));
  const shown = outputs.slice(0, maxOutputs).flatMap(({ node }) => graph.nodes[node] ?? []);
  return {
    step,
    values: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
    score: merged.score ?? null,
    scores: {},
    feedback: merged.feedback ?? "",
    outputs: shown.map(({ name, value }) => `${name}: ${dataText(value, maxOutput)}`).join("\n"),
    metrics: merged.metrics ?? {},
    isAccepted: true,
  };
}

/** Each trial beside the one before it; whether both met the same examples is not known. */
export function inTurn(trials: readonly Trial[]): readonly Trial[] {
  return trials.map((trial, place) => {
    const before = trials[place - 1];
    if (before === undefined) return trial;
    const comparison = {
      step: before.step,
      values: before.values,
      score: trial.score,
      otherScore: before.score,
      failed: 0,
      otherFailed: 0,
      otherMetrics: before.metrics ?? {},
      isUnchanged: false,
    };
    return { ...trial, comparison };
  });
}
