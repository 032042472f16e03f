/**
 * What a report tells of a run, folded event by event: a log may be larger than memory.
 *
 * @module
 */
import type { RunEvent } from "../trainer/event.ts";
import { Attempts } from "./attempts.ts";
import { RunView } from "./run_view.ts";

/** Folds the events of a run for its report: apply each event once, in order. */
export class RunStory {
  /** Scores, spending, examples, the best. */
  readonly view = new RunView();
  /** What was proposed, and what came of it. */
  readonly attempts = new Attempts();

  /** Applies the next event. */
  apply(event: RunEvent): void {
    this.view.apply(event);
    this.attempts.apply(event);
  }
}
