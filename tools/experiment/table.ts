/**
 * The table of an experiment: the measure by step, with its uncertainty, and what each method spent.
 *
 * @module
 */
import { pairedInterval } from "../../src/run/paired_interval.ts";
import type { Curve } from "./experiment.ts";

/** Figures of one method. */
export interface MethodSummary {
  readonly method: string;
  readonly seeds: number;
  /** Mean of the measure at the start and after each step. */
  readonly mean: readonly number[];
  /** Standard error of each mean. */
  readonly standardError: readonly number[];
  /** The 95 % interval of the last mean, by Student's t. */
  readonly interval: readonly [low: number, high: number];
  /** Means per run. */
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** The figures of each method, in the order of the curves. */
export function summaries(curves: readonly Curve[]): readonly MethodSummary[] {
  return [...Map.groupBy(curves, ({ method }) => method)].map(([method, runs]) => {
    const steps = runs[0]?.values.length ?? 0;
    const at = (step: number) => runs.map(({ values }) => values[step] ?? NaN);
    const last = pairedInterval(at(steps - 1));
    return {
      method,
      seeds: runs.length,
      mean: Array.from({ length: steps }, (_, step) => meanOf(at(step))),
      standardError: Array.from({ length: steps }, (_, step) => standardErrorOf(at(step))),
      interval: [last?.low ?? -Infinity, last?.high ?? Infinity],
      calls: meanOf(runs.map(({ calls }) => calls)),
      promptTokens: meanOf(runs.map(({ promptTokens }) => promptTokens)),
      completionTokens: meanOf(runs.map(({ completionTokens }) => completionTokens)),
    };
  });
}

/** The figures as a Markdown table. */
export function tableText(all: readonly MethodSummary[], unit: string): string {
  const steps = all[0]?.mean.length ?? 0;
  const head = [
    unit,
    ...Array.from({ length: steps }, (_, step) => `step ${step}`),
    "95 % of the last",
    "calls",
    "tokens in",
    "tokens out",
  ];
  const rows = all.map((each) => [
    each.method,
    ...each.mean.map((mean, step) =>
      `${rounded(mean)} ± ${rounded(each.standardError[step] ?? 0)}`
    ),
    each.interval.map(rounded).join(" to "),
    ...[each.calls, each.promptTokens, each.completionTokens].map((count) =>
      Math.round(count).toLocaleString("en-US")
    ),
  ]);
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join(
    "\n",
  );
}

function rounded(value: number): string {
  return Math.abs(value) >= 0.001 || value === 0
    ? String(Number(value.toPrecision(3)))
    : value.toExponential(1);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardErrorOf(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}
