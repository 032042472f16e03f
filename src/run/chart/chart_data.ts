/**
 * The data of the chart of a run, folded from its events.
 *
 * @module
 */
import { differenceOf } from "../../propagate/mean.ts";
import type { EventOf, RunEvent } from "../../trainer/event.ts";
import type { ExampleRef, Split } from "../../trainer/evaluator.ts";
import { isScore, meanScore, type Score } from "../../trainer/scores.ts";

/** The best score after a step. */
export interface CurvePoint {
  readonly step: number;
  /** Evaluations of the run until then. */
  readonly at: number;
  readonly score: number;
}

/** One candidate in the chart. */
export interface ChartDot {
  readonly step: number;
  /** Evaluations of the run until then. */
  readonly at: number;
  readonly value: number;
  readonly isKept: boolean;
}

/** Folds a run's events: apply each event once, in order, and read at any time. */
export class ChartData {
  /** The split that chooses: validation, or train where there is none. */
  split: Split = "train";
  /** The best score on that split by step. */
  readonly curve: CurvePoint[] = [];
  /** Mean scores on that split, of each candidate evaluated on all of it. */
  readonly looks: ChartDot[] = [];
  /** Differences to the compared candidate, on the same examples of a step. */
  readonly differences: ChartDot[] = [];
  /** Number of candidates with a failed run on the split that chooses. */
  failedLooks = 0;
  /** Number of comparisons without a difference, because a run failed. */
  failedComparisons = 0;
  /** Number of evaluations, those of the test left out. */
  evaluations = 0;
  #splitSize = 0;
  #initial: string | undefined;
  /** Scores of samples on the split, by example, of candidates that are not evaluated on all of it yet. */
  readonly #open = new Map<string, Map<number, readonly Score[]>>();
  #samples = 1;

  /** Applies the next event. */
  apply(event: RunEvent): void {
    switch (event.type) {
      case "started": {
        const { validation, train } = event.task.examples;
        this.split = validation > 0 ? "validation" : "train";
        this.#splitSize = validation > 0 ? validation : train;
        this.#initial = event.candidate;
        this.#samples = event.samples ?? 1;
        return;
      }
      case "evaluated":
        if (event.example.split !== "test") this.evaluations++;
        return this.#look(event);
      case "compared":
        return this.#compare(event);
      case "best": {
        this.#plot(event.step, event.score);
        const index = this.looks.findLastIndex(({ step }) => step === event.step);
        const look = this.looks[index];
        if (look !== undefined && look.value === event.score) {
          this.looks[index] = { ...look, isKept: true };
        }
        return;
      }
      case "step":
        return this.#plot(event.step, event.best);
    }
  }

  #look({ step, candidate, example, sample = 0, score }: EventOf<"evaluated">): void {
    if (example.split !== this.split || candidate === this.#initial) return;
    if (sample >= this.#samples) return; // a repetition that looks for noise
    const scores = this.#open.get(candidate) ?? new Map<ExampleRef["index"], readonly Score[]>();
    this.#open.set(
      candidate,
      scores.set(example.index, [...scores.get(example.index) ?? [], score]),
    );
    const isWhole = scores.values().every(({ length }) => length >= this.#samples);
    if (scores.size < this.#splitSize || !isWhole) return;
    this.#open.delete(candidate);
    // In the order of the examples, as the trainer adds them up.
    const ordered = [...scores].sort(([a], [b]) => a - b).map(([, samples]) => meanScore(samples));
    const value = meanScore(ordered);
    if (value === null) this.failedLooks++;
    else this.looks.push({ step, at: this.evaluations, value, isKept: false });
  }

  #compare({ step, score, againstScore, isAccepted }: EventOf<"compared">): void {
    if (!isScore(score) || !isScore(againstScore)) {
      this.failedComparisons++;
      return;
    }
    this.differences.push({
      step,
      at: this.evaluations,
      value: differenceOf(score, againstScore),
      isKept: isAccepted,
    });
  }

  #plot(step: number, score: Score): void {
    if (score === null) return;
    const last = this.curve.at(-1);
    if (last?.step === step && last.score === score) return; // it is as old as its first event
    if (last?.step === step) this.curve.pop();
    this.curve.push({ step, at: this.evaluations, score });
  }
}
