/**
 * The baseline of a run: the built-in search from the same start, with as many evaluations.
 *
 * @module
 */
import { messageOf } from "../message_of.ts";
import type { Baseline, Budget, Spent } from "../trainer/event.ts";
import { baselineDir, hasLog } from "./baseline_log.ts";
import type { RunPlan } from "./prepare_run.ts";
import type { RunPort, RunResult } from "./run.ts";
import type { RunOptions } from "./run_settings.ts";

/** The part of a run that its baseline begins with. */
export interface BaselineRequest {
  /** Spending of the run; its evaluations are the most that the baseline makes. */
  readonly spent: Spent;
  /** What the run left of its budget. */
  readonly budget: Budget;
  /** The run's directory, whose folder `baseline` the baseline has for its own; null without one. */
  readonly runDir: string | null;
}

/**
 * The plan of a baseline: a run of its own, with its own log, that stops at nothing but its evaluations, its seconds and
 * the run's target. One that was begun goes on.
 */
export function baselinePlan(
  plan: RunPlan,
  { spent, budget, runDir: parent }: BaselineRequest,
): RunPlan {
  const { evaluations } = spent;
  const {
    baseline: _own,
    proposals: _ofModel,
    commandOptions: _given,
    onEvent: _reader,
    runDir: _parent,
    resume: _resumed,
    ...options
  } = plan.options;
  const steps = Math.max(1, evaluations); // enough: a step that tries a candidate makes an evaluation
  const runDir = parent === null ? undefined : baselineDir(parent);
  return {
    ...plan,
    model: null,
    agentModel: spent.byRole.agent.calls > 0
      ? plan.agentModel ?? plan.model ?? undefined
      : undefined,
    task: withoutProposals(plan.task ?? {}),
    repeated: undefined,
    summarize: undefined,
    options: {
      ...options,
      optimizer: "search",
      trainer: "racing",
      steps,
      patience: steps,
      budget: { ...budget, evaluations },
      ...(runDir === undefined ? {} : { runDir, resume: hasLog(runDir) }),
    } satisfies RunOptions,
  };
}

/** Executes a run. */
export type Execute = (plan: RunPlan, port: RunPort) => Promise<RunResult>;

/** What came of a baseline: its result, the reason why there is none, or nothing, because the run was stopped. */
export type BaselineOutcome =
  | { readonly kind: "baseline"; readonly baseline: Baseline }
  | { readonly kind: "lost"; readonly reason: string }
  | { readonly kind: "stopped" };

/** Runs the baseline of a run to its end. @param signal aborted when the caller stops the run */
export async function runBaseline(
  plan: RunPlan,
  request: BaselineRequest,
  execute: Execute,
  signal: AbortSignal,
): Promise<BaselineOutcome> {
  try {
    const result = await execute(baselinePlan(plan, request), { publish: () => {}, signal });
    const { stopReason, budget = "evaluations" } = result;
    if (stopReason !== "interrupted" && budget === "evaluations") {
      return { kind: "baseline", baseline: baselineOf(result) };
    }
    if (!signal.aborted) return { kind: "lost", reason: `the ${budget} of the run were used up` };
  } catch (error) {
    if (!signal.aborted) return { kind: "lost", reason: messageOf(error) };
  }
  return { kind: "stopped" };
}

/** The result of a baseline, for the last event of the run. */
function baselineOf(
  { best, test, evaluations, usage: { byRole: _, ...usage } }: RunResult,
): Baseline {
  return { optimizer: "search", score: best.score, test: test?.best ?? null, evaluations, usage };
}

/** A task without the number of proposals of its trainer, which is meant for a model. */
function withoutProposals(task: NonNullable<RunPlan["task"]>): NonNullable<RunPlan["task"]> {
  const { trainer } = task;
  if (typeof trainer !== "object" || !("proposals" in trainer)) return task;
  const { proposals: _ofModel, ...settings } = trainer;
  return { ...task, trainer: settings };
}
