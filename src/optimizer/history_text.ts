/**
 * Writes earlier trials as text, so that a model does not repeat them.
 *
 * @module
 */
import { estimateTokens } from "../model/tokens.ts";
import { equalValues } from "../trace/equal_values.ts";
import type { ParameterState } from "../problem/problem.ts";
import type { Trial } from "../problem/trial.ts";
import { variableText } from "../render/variable_text.ts";

/** The newest trials that fit, oldest first; each shows only values that differ from the current ones. */
export function historyText(
  trials: readonly Trial[],
  parameters: readonly ParameterState[],
  room: number,
): string {
  const texts: string[] = [];
  let left = room;
  for (const trial of trials.toReversed()) {
    const text = trialText(trial, parameters);
    left -= estimateTokens(text);
    if (left < 0) break;
    texts.unshift(text);
  }
  const skipped = trials.length - texts.length;
  if (skipped > 0) texts.unshift(`… ${skipped} earlier left out`);
  return texts.join("\n\n");
}

function trialText(trial: Trial, parameters: readonly ParameterState[]): string {
  const differing = parameters.filter(({ name, value }) =>
    Object.hasOwn(trial.values, name) && !equalValues(trial.values[name], value)
  );
  const score = trial.score === null ? "no score" : `score ${Number(trial.score.toPrecision(6))}`;
  const fate = fateOf(trial);
  const values = differing.length === 0
    ? "The current values."
    : differing.map((state) => variableText({ ...state, value: trial.values[state.name] })).join(
      "\n",
    );
  const feedback = trial.feedback.trim();
  return [
    `Step ${trial.step}: ${score}${fate === "" ? "" : `, ${fate}`}`,
    values,
    ...(feedback === "" ? [] : [`Feedback: ${feedback}`]),
  ]
    .join("\n");
}

/** What became of a trial, or how it compares with the one before. */
function fateOf({ isAccepted, comparison }: Trial): string {
  switch (comparison) {
    case undefined:
      return isAccepted ? "kept" : "not kept";
    case "better":
    case "worse":
      return `${comparison} than the step before`;
    case "equal":
      return "equal to the step before";
    case "first":
    case "unknown":
      return "";
    default:
      return comparison satisfies never;
  }
}
