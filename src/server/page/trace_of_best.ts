/**
 * The trace graph of a run's best candidate, folded from its events.
 *
 * @module
 */
import type { FeedbackGraph } from "../../propagate/feedback.ts";
import type { ExampleRef } from "../../trainer/evaluator.ts";
import type { RunEvent } from "../../trainer/event.ts";

/** Candidates whose graph is kept until one of them is the best: those evaluated last. */
const keptCandidates = 8;

/** A graph with the evaluation that it is of. */
export interface TracedRun {
  readonly candidate: string;
  readonly step: number;
  readonly example: ExampleRef;
  readonly score: number | null;
  readonly graph: FeedbackGraph;
}

/** Folds a run's events: apply each event once, in order. */
export class TraceOfBest {
  readonly #latest = new Map<string, TracedRun>();
  #best: TracedRun | undefined;

  /** That of the best candidate that has one, on its example with the lowest score; undefined in a run without traces. */
  get best(): TracedRun | undefined {
    return this.#best;
  }

  /** Applies the next event. */
  apply(event: RunEvent): void {
    if (event.type === "best") this.#best = this.#latest.get(event.candidate) ?? this.#best;
    if (event.type !== "evaluated" || event.feedbackGraph === undefined) return;
    const { candidate, step, example, score, feedbackGraph: graph } = event;
    const known = this.#latest.get(candidate);
    const isWorse = known === undefined || (score ?? -Infinity) < (known.score ?? -Infinity);
    const traced = isWorse ? { candidate, step, example, score, graph } : known;
    this.#latest.delete(candidate);
    this.#latest.set(candidate, traced);
    const [oldest] = this.#latest.keys();
    if (this.#latest.size > keptCandidates && oldest !== undefined) this.#latest.delete(oldest);
    if (this.#best === undefined || candidate === this.#best.candidate) this.#best = traced;
  }
}
