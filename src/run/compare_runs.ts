/**
 * Compares runs: settings, scores, and the values that they ended with.
 *
 * @module
 */
import type { Values } from "../problem/problem.ts";
import { differenceOf } from "../propagate/mean.ts";
import { canonicalJson } from "../trainer/canonical_json.ts";
import type { EventOf, FinishedEvent } from "../trainer/event.ts";
import type { Split } from "../trainer/evaluator.ts";
import { isScore } from "../trainer/scores.ts";
import { changesBetween } from "./fingerprint.ts";
import { type Interval, pairedInterval } from "./paired_interval.ts";
import { type DiffLine, hunks, lineDiff } from "../code/line_diff.ts";
import type { RunView } from "./run_view.ts";

/** A run to compare. */
export interface ComparedRun {
  readonly runDir: string;
  readonly view: RunView;
}

/** Scores and spending of one run. */
export interface RunScores {
  readonly runDir: string;
  readonly task: string | null;
  readonly initial: number | null;
  readonly best: number | null;
  readonly test: FinishedEvent["test"];
  readonly usage: FinishedEvent["usage"];
  readonly evaluations: number;
}

/** Values of one parameter, and how each differs from the first; `null` in a diff marks omitted lines. */
export interface ParameterDiff {
  readonly name: string;
  /** Undefined where a run has no such parameter. */
  readonly values: readonly unknown[];
  /** One for each value but the first; empty where both are equal. */
  readonly diffs: readonly (readonly (DiffLine | null)[])[];
}

/** Scores and spending, from the log of a run. */
export function scoresOfRun({ runDir, view }: ComparedRun): RunScores {
  const { started, finished, best, initialScore, spent } = view;
  const { evaluations, seconds: _clock, ...usage } = spent;
  return {
    runDir,
    task: started?.task.name ?? null,
    initial: initialScore,
    best: best?.score ?? initialScore,
    test: finished?.test ?? null,
    usage,
    evaluations,
  };
}

/** The difference of the best candidates of two runs, on the same examples. */
export interface PairedDifference {
  readonly split: Split;
  /** Examples on which both have a score. */
  readonly examples: number;
  /** The mean difference, second minus first, with its 95 % interval. */
  readonly interval: Interval;
}

/**
 * Compares the best candidates of two runs on the test split, where both were tested, else on the split that chose; undefined
 * where the runs had other examples, or fewer than two have scores in both.
 */
export function pairedDifference(
  { view: first }: ComparedRun,
  { view: second }: ComparedRun,
): PairedDifference | undefined {
  const hashes = [first, second].map(({ started }) => started?.fingerprint?.examples);
  if (hashes[0] === undefined || hashes[0] !== hashes[1]) return undefined;
  const isTested = [first, second].every(({ finished }) => (finished?.test ?? null) !== null);
  if (!isTested && first.split !== second.split) return undefined;
  const split = isTested ? "test" : first.split;
  const others = second.examples(split);
  const differences = first.examples(split).flatMap(({ best }, index) => {
    const [from, to] = [best?.score ?? null, others[index]?.best?.score ?? null];
    return isScore(from) && isScore(to) ? [differenceOf(to, from)] : [];
  });
  const interval = pairedInterval(differences);
  return interval && { split, examples: differences.length, interval };
}

/** Settings that differ between runs: by name, the value in each run; undefined where it has none. */
export function differingSettings(
  runs: readonly ComparedRun[],
): Readonly<Record<string, readonly unknown[]>> {
  const all = runs.map(({ view }) => settingsOf(view.started));
  const names = [...new Set(all.flatMap((settings) => Object.keys(settings)))];
  return Object.fromEntries(
    names.map((name) => [name, all.map((settings) => settings[name])] as const)
      .filter(([, values]) => new Set(values.map(keyOf)).size > 1),
  );
}

/** Modules, examples and versions that differ from those of the first run, for each run but the first. */
export function changesSinceFirst(runs: readonly ComparedRun[]): readonly (readonly string[])[] {
  const [first, ...others] = runs.map(({ view }) => view.started?.fingerprint);
  return others.map((other) =>
    first === undefined || other === undefined ? [] : changesBetween(first, other)
  );
}

/** The parameters whose values are not all equal. @param sides values by parameter, encoded */
export function parameterDiffs(sides: readonly Values[]): readonly ParameterDiff[] {
  const names = [...new Set(sides.flatMap((values) => Object.keys(values)))];
  return names.flatMap((name) => {
    const values = sides.map((side) => side[name]);
    const [first = "", ...others] = values.map(printed);
    if (others.every((text) => text === first)) return [];
    const diffs = others.map((text) => text === first ? [] : hunks(lineDiff(first, text), 3));
    return [{ name, values, diffs }];
  });
}

function printed(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 1);
}

function keyOf(value: unknown): string {
  return value === undefined ? "" : canonicalJson(value);
}

/** All settings of a run, those of the budget each by itself. */
function settingsOf(started: EventOf<"started"> | undefined): Readonly<Record<string, unknown>> {
  if (started === undefined) return {};
  const {
    type: _type,
    version: _version,
    task: _task,
    taskSource: _source,
    candidate: _candidate,
    fingerprint: _fingerprint,
    commandOptions: _options,
    environment: _environment,
    missingLimits: _limits,
    sends: _sends,
    at: _at,
    budget,
    ...settings
  } = started;
  const limits = Object.entries(budget).map(([name, limit]) => [`budget.${name}`, limit]);
  return { ...settings, ...Object.fromEntries(limits) };
}
