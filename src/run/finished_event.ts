/**
 * The last event of a run.
 *
 * @module
 */
import { messageOf } from "../message_of.ts";
import { OptoError } from "../errors.ts";
import { type Candidate, encodeValues } from "../trainer/candidate.ts";
import type { Baseline, FinishedEvent, Spent, StopReason } from "../trainer/event.ts";
import { nothingSpent } from "../trainer/ledger.ts";
import type { Score } from "../trainer/scores.ts";
import type { Best } from "../trainer/trainer.ts";

/** The end of a run. */
export interface Ending {
  readonly stopReason: StopReason;
  /** The budget that ended it, if any. */
  readonly budget?: string;
  /** The error of a failed run. */
  readonly error?: unknown;
}

/** The results of a run. */
export interface RunOutcome {
  readonly ending: Ending;
  readonly initial: Candidate | undefined;
  /** On the validation split, or train if there is none. */
  readonly initialScore: Score;
  readonly best: Best | null;
  readonly test: FinishedEvent["test"];
  readonly spent: Spent;
  readonly baseline?: Baseline | undefined;
  readonly runDir: string;
}

/** The last event, from the results. */
export function finishedEvent(outcome: RunOutcome): FinishedEvent {
  const { ending, initial, initialScore, best, test, spent, baseline, runDir } = outcome;
  const { evaluations, seconds, ...usage } = spent;
  return {
    type: "finished",
    stopReason: ending.stopReason,
    initial: { score: initialScore },
    best: {
      score: best?.score ?? null,
      step: best?.step ?? 0,
      parameters: encodeValues((best?.candidate ?? initial)?.values ?? {}),
    },
    test,
    usage,
    evaluations,
    seconds,
    ...(baseline === undefined ? {} : { baseline }),
    runDir,
    ...(ending.error === undefined ? {} : { error: describeError(ending.error) }),
    ...(ending.budget === undefined ? {} : { budget: ending.budget }),
    ...(ending.budget === "seconds" ? { isByClock: true } : {}),
  };
}

/** The last event of a run that failed before its start. */
export function failedEvent(error: unknown, runDir: string): FinishedEvent {
  return endedBeforeStart({ stopReason: "failed", error }, runDir);
}

/** The last event of a run that was stopped before its start. */
export function stoppedEvent(runDir: string): FinishedEvent {
  return endedBeforeStart({ stopReason: "interrupted" }, runDir);
}

function endedBeforeStart(ending: Ending, runDir: string): FinishedEvent {
  return finishedEvent({
    ending,
    initial: undefined,
    initialScore: null,
    best: null,
    test: null,
    spent: nothingSpent,
    runDir,
  });
}

/** An error as the last event has it. */
export function describeError(error: unknown): NonNullable<FinishedEvent["error"]> {
  const message = messageOf(error);
  if (!(error instanceof OptoError)) return { code: "internal", message };
  const { code, advice } = error;
  return { code, message, ...(advice === undefined ? {} : { advice }) };
}
