/**
 * Results in the log of a run that is resumed: it may be stopped again before it gets as far as its log.
 *
 * @module
 */
import { decodeValues } from "../trainer/candidate.ts";
import type { FinishedEvent, RunEvent } from "../trainer/event.ts";
import type { Score } from "../trainer/scores.ts";
import type { Best } from "../trainer/trainer.ts";

/** The later of the best in a log and that of the run. */
export function laterBest(events: readonly RunEvent[], best: Best | null): Best | null {
  const logged = events.findLast((event) => event.type === "best");
  if (logged === undefined || logged.step <= (best?.step ?? -1)) return best;
  const { candidate: id, score, step } = logged;
  const candidate = { id, values: decodeValues(logged.parameters) };
  return { candidate, score, step, scores: [], metrics: {} };
}

/** The score of the initial values: that of the first best. */
export function loggedInitialScore(events: readonly RunEvent[]): Score {
  return events.find((event) => event.type === "best")?.score ?? null;
}

/** The result of the held-out test, if it was that of the same best. */
export function loggedTest(events: readonly RunEvent[], best: Best | null): FinishedEvent["test"] {
  const logged = events.findLast((event) => event.type === "finished");
  return logged?.best.step === best?.step ? logged?.test ?? null : null;
}
