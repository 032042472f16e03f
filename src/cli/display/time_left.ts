/**
 * Estimates the time that a run still takes.
 *
 * @module
 */
import type { RunView } from "../../run/run_view.ts";

/** Finished steps that the pace is taken from, at most. */
const recentSteps = 10;

/** The running step says nothing about the others once it takes so many times as long as they did. */
const unusual = 2;

/** Seconds that are left: by the budget, which is a limit, or by the pace. */
export interface TimeLeft {
  readonly seconds: number;
  readonly isLimit: boolean;
}

/**
 * The time left by the pace of the latest finished steps, with all that they waited for a model, or by the budget,
 * whichever ends first; null when neither is known.
 *
 * @param used seconds of the run so far
 */
export function timeLeft({ started, steps }: RunView, used: number): TimeLeft | null {
  const byBudget = (started?.budget.seconds ?? Infinity) - used;
  const byPace = leftByPace(steps.flatMap(({ end }) => end ?? []), used);
  const seconds = Math.max(0, Math.min(byBudget, byPace));
  return seconds === Infinity ? null : { seconds, isLimit: byBudget <= byPace };
}

/** Infinity where the pace is unknown: before the second step has ended, and in a step that takes unusually long. */
function leftByPace(
  ends: readonly {
    readonly step: number;
    readonly steps: number;
    readonly spent: { readonly seconds: number };
  }[],
  used: number,
): number {
  const last = ends.at(-1);
  const first = ends.at(-1 - recentSteps) ?? ends[0];
  if (last === undefined || first === undefined || last.step === first.step) return Infinity;
  const pace = (last.spent.seconds - first.spent.seconds) / (last.step - first.step);
  const running = used - last.spent.seconds;
  const remaining = last.steps - last.step;
  if (remaining > 0 && running > unusual * Math.max(pace, 1)) return Infinity;
  return Math.max(pace * (remaining - 1), pace * remaining - running, 0);
}
