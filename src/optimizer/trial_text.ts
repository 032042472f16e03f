/**
 * Writes one earlier trial: how it did beside the values that it was made from, and what it changed.
 *
 * @module
 */
import { briefNumbers } from "../render/value_text.ts";
import type { ParameterState, Values } from "../problem/problem.ts";
import type { RefusedValue, Trial, TrialComparison } from "../problem/trial.ts";
import { differenceOf } from "../propagate/mean.ts";
import { variableText } from "../render/variable_text.ts";
import { equalValues } from "../trace/equal_values.ts";
import { parameterChange } from "./parameter_change.ts";

/** How a trial compares with other values. */
export type Relation = "better" | "equal" | "worse" | "unknown";

/** How a trial compares; fewer failed runs are better, whatever the scores. */
export function relationOf({ comparison }: Trial): Relation {
  if (comparison === undefined) return "unknown";
  const { score, otherScore, failed, otherFailed, examples } = comparison;
  if (failed !== otherFailed) return failed < otherFailed ? "better" : "worse";
  if (score === null || otherScore === null) return examples === undefined ? "unknown" : "equal";
  if (isRounding(score, otherScore)) return "equal";
  return score > otherScore ? "better" : "worse";
}

/** Whether two means differ by no more than the order of their sums may make. */
function isRounding(one: number, other: number): boolean {
  return one === other || Math.abs(one - other) <= 1e-12 * Math.max(Math.abs(one), Math.abs(other));
}

/** A trial with its changes. */
export function trialText(trial: Trial, parameters: readonly ParameterState[]): string {
  const { refused = [] } = trial;
  return [
    headText(trial, parameters),
    ...(refused.length === 0 ? [] : [partText(refused)]),
    ...changeTexts(trial, parameters),
  ].join("\n");
}

/** Metrics, outputs and feedback of a trial; empty for one that changed no output. */
export function resultsText(trial: Trial): string {
  const { comparison, outputs = "", feedback } = trial;
  if (comparison?.isUnchanged) return "";
  return [
    ...metricsTexts(trial),
    ...titled("Outputs", briefNumbers(outputs)),
    ...titled("Feedback", briefNumbers(feedback)),
  ]
    .join("\n");
}

/** Whether a trial is of the current values. */
export function isCurrent(trial: Trial, parameters: readonly ParameterState[]): boolean {
  return parameters.every(({ name, value }) =>
    !Object.hasOwn(trial.values, name) || equalValues(trial.values[name], value)
  );
}

/** A trial on one line: how it did, and the names of what it changed. */
export function trialLine(trial: Trial, parameters: readonly ParameterState[]): string {
  const names = trial.comparison === undefined
    ? []
    : changedNames(trial.comparison.values, trial.values);
  return `${headText(trial, parameters)}${
    names.length === 0 ? "" : `; changed ${names.join(", ")}`
  }`;
}

function headText(trial: Trial, parameters: readonly ParameterState[]): string {
  const { step, comparison, validation, isAccepted } = trial;
  const isChosen = step > 0 && (comparison === undefined || comparison.examples !== undefined);
  const facts = [
    resultText(trial),
    ...(comparison?.isUnchanged ? ["changed no output"] : []),
    ...(isChosen ? [isAccepted ? "kept" : "not kept"] : []),
    ...(validation === undefined ? [] : [`validation mean ${numberText(validation)}`]),
    ...(isCurrent(trial, parameters) ? ["the current values"] : []),
  ];
  return `Step ${step}${step === 0 ? ", the start" : ""}: ${facts.join("; ")}`;
}

/** `worse by 0.06 than step 1 on the same 4 examples (0.62, step 1: 0.68)`, or the score alone. */
function resultText(trial: Trial): string {
  const { comparison, score, scores } = trial;
  const relation = relationOf(trial);
  if (comparison === undefined || relation === "unknown") {
    const count = Object.keys(scores).length;
    const on = count === 0 ? "" : ` on ${count === 1 ? "one example" : `${count} examples`}`;
    return `${score === null ? "no score" : `score ${numberText(score)}`}${on}`;
  }
  const { step, examples, otherScore, failed, otherFailed } = comparison;
  const own = comparison.score;
  const isMeasured = own !== null && otherScore !== null && failed === otherFailed;
  const by = isMeasured && relation !== "equal"
    ? ` by ${numberText(Math.abs(differenceOf(own, otherScore)))}`
    : "";
  const where = examples === undefined
    ? ""
    : examples === 1
    ? " on the same example"
    : ` on the same ${examples} examples`;
  const numbers = relation === "equal"
    ? measured(own, failed)
    : `${measured(own, failed)}, step ${step}: ${measured(otherScore, otherFailed)}`;
  return `${relation}${by} ${
    relation === "equal" ? "to" : "than"
  } step ${step}${where} (${numbers})`;
}

/** `0.5`, `0.5 and 2 failed`, `2 failed`. */
function measured(score: number | null, failed: number): string {
  const parts = [
    ...(score === null ? [] : [numberText(score)]),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return parts.join(" and ");
}

function numberText(value: number | null): string {
  return value === null ? "failed" : String(Number(value.toPrecision(6)));
}

function partText(refused: readonly RefusedValue[]): string {
  const reasons = refused.map(({ parameter = "the answer", reason }) => `${parameter}: ${reason}`);
  const all = reasons.join("; ").replaceAll("\n", "\n  ");
  return `A part of its proposal was refused and is not in it, so do not judge the idea by it. ${all}`;
}

/** Maximum characters of a value of the start, which no diff shows. */
const maxStart = 80;

function changeTexts(trial: Trial, parameters: readonly ParameterState[]): readonly string[] {
  const { comparison, values, step } = trial;
  if (comparison !== undefined) return differences(values, comparison, parameters);
  const others = parameters.filter(({ name, value }) =>
    Object.hasOwn(values, name) && !equalValues(values[name], value)
  );
  const texts = others.map((state) => variableText({ ...state, value: values[state.name] }));
  return step === 0 ? texts.filter((text) => text.length <= maxStart) : texts;
}

function differences(
  values: Values,
  comparison: TrialComparison,
  parameters: readonly ParameterState[],
): readonly string[] {
  const changed = new Set(changedNames(comparison.values, values));
  const shown = parameters.filter(({ name }) => changed.has(name));
  for (const { name } of shown) changed.delete(name);
  return [
    ...shown.map((state) =>
      parameterChange(state, comparison.values[state.name], values[state.name])
    ),
    ...(changed.size === 0 ? [] : [`Also changed: ${[...changed].join(", ")}`]),
  ];
}

function changedNames(from: Values, to: Values): readonly string[] {
  return Object.keys(to).filter((name) => !equalValues(from[name], to[name]));
}

/** Maximum number of metrics. */
const maxMetrics = 8;

function metricsTexts({ metrics = {}, comparison }: Trial): readonly string[] {
  const text = (all: Readonly<Record<string, number>>) =>
    Object.entries(all).slice(0, maxMetrics)
      .map(([name, value]) => `${name} ${numberText(value)}`).join(", ");
  const [own, others] = [text(metrics), text(comparison?.otherMetrics ?? {})];
  if (own === "") return [];
  const beside = others === "" ? "" : ` (step ${comparison?.step}: ${others})`;
  return [`Metrics: ${own}${beside}`];
}

/** Lines of a text stand behind a margin, so that none of them starts an entry. */
function titled(title: string, text: string): readonly string[] {
  const lines = text.trim().split("\n");
  if (lines.length === 1) return lines[0] === "" ? [] : [`${title}: ${lines[0]}`];
  return [`${title}:`, ...lines.map((line) => `  ${line}`)];
}
