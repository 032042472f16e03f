/**
 * The baseline of a run: the built-in search from the same start, with as many evaluations.
 *
 * @module
 */
import type { Baseline } from "../trainer/event.ts";
import type { RunPlan } from "./prepare_run.ts";
import type { RunResult } from "./run.ts";
import type { RunOptions } from "./run_settings.ts";

/** The part of a run that its baseline begins with. */
export interface BaselineRequest {
  /** Evaluations of the run: the most that the baseline makes. */
  readonly evaluations: number;
  /** Seconds that are left of the run's budget; null without one. */
  readonly seconds: number | null;
  /** The run's directory, whose folder `baseline` the baseline has for its own; null without one. */
  readonly runDir: string | null;
}

/**
 * The plan of a baseline: a run of its own, with its own log, that stops at nothing but its evaluations, its seconds and
 * the run's target. One that was begun goes on.
 */
export function baselinePlan(
  plan: RunPlan,
  { evaluations, seconds, runDir: parent }: BaselineRequest,
): RunPlan {
  const {
    baseline: _own,
    proposals: _ofModel,
    commandOptions: _given,
    onEvent: _reader,
    runDir: _parent,
    resume: _resumed,
    ...options
  } = plan.options;
  const steps = Math.max(1, evaluations); // each step that tries something makes one
  const runDir = parent === null ? undefined : `${parent}/baseline`;
  return {
    ...plan,
    model: null,
    repeated: undefined,
    summarize: undefined,
    options: {
      ...options,
      optimizer: "search",
      trainer: "racing",
      steps,
      patience: steps,
      budget: { calls: null, tokens: null, usd: null, seconds, evaluations },
      ...(runDir === undefined ? {} : { runDir, resume: hasLog(runDir) }),
    } satisfies RunOptions,
  };
}

/** The result of a baseline, for the last event of the run. */
export function baselineOf({ best, test, evaluations }: RunResult): Baseline {
  return { optimizer: "search", score: best.score, test: test?.best ?? null, evaluations };
}

function hasLog(runDir: string): boolean {
  try {
    return Deno.statSync(`${runDir}/events.jsonl`).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
