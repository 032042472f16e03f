/**
 * The examples of a run with their data and evaluations, folded from its events.
 *
 * @module
 */
import type { ExampleRef, ExampleText, Split } from "../trainer/evaluator.ts";
import type { EventOf } from "../trainer/event.ts";
import { meanScore, type Score } from "../trainer/scores.ts";

/** The evaluation of one candidate on one example; text is cut to 500 characters. */
export interface EvaluationView {
  /** The mean of its samples. */
  readonly score: number | null;
  /** The output, printed. */
  readonly output: string;
  /** The error of a failed run, otherwise the guide's feedback. */
  readonly words: string;
}

/** One example with the evaluations of the initial and the best candidate. */
export interface ExampleView {
  readonly split: Split;
  readonly index: number;
  /** Its data as text; undefined when it is not known or there was no room for it. */
  readonly data: ExampleText | undefined;
  readonly initial: EvaluationView | undefined;
  readonly best: EvaluationView | undefined;
}

/** Maximum characters of an output, and of an error or feedback. */
const maxWords = 500;

/** Number of kept evaluations of candidates that are neither the first nor the best. */
const keptEvaluations = 5_000;

/** Maximum characters of the data of all examples. */
const roomForData = 2_000_000;

/** The ids of two candidates. */
interface Compared {
  readonly initial: string | undefined;
  readonly best: string | undefined;
}

/** An evaluation with the scores of its samples. */
interface SampledView {
  readonly view: EvaluationView;
  readonly scores: readonly Score[];
}

/** Keeps the data of examples and the evaluations of candidates, within limits. */
export class ExampleViews {
  /** By candidate, then by example. */
  readonly #evaluations = new Map<string, Map<string, SampledView>>();
  #evaluationCount = 0;
  readonly #data = new Map<string, ExampleText>();
  #dataRoom = roomForData;

  /** Adds the data of an example while there is room. */
  describe({ example, input, expected }: EventOf<"example">): void {
    const size = input.length + (expected?.length ?? 0);
    if (size > this.#dataRoom) return;
    this.#dataRoom -= size;
    const data = { input, ...(expected === undefined ? {} : { expected }) };
    this.#data.set(keyOf(example), data);
  }

  /**
   * Adds an evaluation. @param samples of the run: where there is one, repetitions only look for noise, and do not count
   */
  record(event: EventOf<"evaluated">, samples = 1): void {
    const { candidate, example, score, output, error, feedback } = event;
    if ((event.sample ?? 0) >= samples) return;
    const known = this.#evaluations.get(candidate);
    const evaluations = known ?? new Map<string, SampledView>();
    if (known === undefined) this.#evaluations.set(candidate, evaluations);
    const key = keyOf(example);
    const earlier = evaluations.get(key)?.scores;
    if (earlier === undefined) this.#evaluationCount++;
    const scores = [...earlier ?? [], score];
    const view = {
      score: meanScore(scores),
      output: output.slice(0, maxWords),
      words: (error ?? feedback).slice(0, maxWords),
    };
    evaluations.set(key, { view, scores });
  }

  /** Drops the oldest evaluations beyond the limit, except those of the compared candidates. */
  forgetOld({ initial, best }: Compared): void {
    for (const [candidate, { size }] of this.#evaluations) {
      if (this.#evaluationCount <= keptEvaluations) break;
      if (candidate === initial || candidate === best) continue;
      this.#evaluations.delete(candidate);
      this.#evaluationCount -= size;
    }
  }

  /** The first `count` examples of a split, with the evaluations of both candidates. */
  of(split: Split, count: number, { initial, best }: Compared): ExampleView[] {
    const find = (candidate: string | undefined, key: string) =>
      candidate === undefined ? undefined : this.#evaluations.get(candidate)?.get(key)?.view;
    return Array.from({ length: count }, (_, index) => {
      const key = keyOf({ split, index });
      return {
        split,
        index,
        data: this.#data.get(key),
        initial: find(initial, key),
        best: find(best, key),
      };
    });
  }
}

function keyOf({ split, index }: ExampleRef): string {
  return `${split} ${index}`;
}
