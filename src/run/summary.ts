/**
 * The task's own summary of a run.
 *
 * @module
 */
import type { Task } from "../task/task.ts";
import { printValue } from "../trace/print_value.ts";
import type { TaskFacts } from "../trainer/evaluator.ts";
import type { RunEvent } from "../trainer/event.ts";
import { meanMetrics, meanScore, type Score } from "../trainer/scores.ts";
import type { TrainingState } from "../trainer/training_state.ts";
import { within } from "../trainer/within.ts";
import type { TestReports } from "./held_out.ts";
import { Failure, Interruption } from "./run.ts";

type Summarize = NonNullable<Task["summarize"]>;
type Scores = Parameters<Summarize>[0];

/** Longest time of a task's `summarize`, in milliseconds. */
const timeoutMs = 5_000;

/** The scores on the test split, without a test on the split that chose; undefined before there are any. */
export function scoresToSummarize(
  { initial, best }: Pick<TrainingState, "initial" | "best">,
  tested: TestReports | null,
  { examples }: Pick<TaskFacts, "examples">,
): Scores | undefined {
  if (initial === null || best === null) return undefined;
  if (tested === null) {
    return {
      split: examples.validation > 0 ? "validation" : "train",
      initial: initial.score,
      best: best.score,
      initialMetrics: initial.metrics,
      bestMetrics: best.metrics,
    };
  }
  return {
    split: "test",
    initial: scoreOf(tested.initial),
    best: scoreOf(tested.best),
    initialMetrics: meanMetrics(tested.initial),
    bestMetrics: meanMetrics(tested.best),
  };
}

/** The mean score of reports. */
export function scoreOf(reports: TestReports["best"]): Score {
  return meanScore(reports.map(({ score }) => score));
}

/** The result of `summarize`. */
export type Summary =
  | { readonly kind: "summary"; readonly text: string }
  | { readonly kind: "failed"; readonly problem: string }
  /** The run was stopped meanwhile. */
  | { readonly kind: "stopped" };

/** Calls a task's `summarize`, which may do anything. @param stopped ends the wait, unless it is aborted already */
export async function summaryOf(
  summarize: Summarize,
  scores: Scores,
  stopped: AbortSignal,
): Promise<Summary> {
  try {
    const text: unknown = await within<unknown>(() => summarize(scores), {
      signal: stopped.aborted ? undefined : stopped,
      limitMs: timeoutMs,
      overdue: () => new Error(`it took longer than ${timeoutMs / 1000} s`),
    });
    if (typeof text === "string") return { kind: "summary", text };
    return { kind: "failed", problem: `it returned ${printValue(text, 200)}` };
  } catch (thrown) {
    if (thrown instanceof Interruption) return { kind: "stopped" };
    const error = thrown instanceof Failure ? thrown.cause : thrown;
    const problem = error instanceof Error ? error.message : printValue(error, 200);
    return { kind: "failed", problem };
  }
}

/** The warning that a task gave no summary of its run. */
export function summaryWarning(step: number, problem: string): RunEvent {
  const message = `The task's summary is left out: ${problem}`;
  return { type: "warning", step, code: "summary-failed", message };
}
