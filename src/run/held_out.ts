/**
 * The held-out test: the initial and the best candidate meet the test split once, after the training.
 *
 * Its evaluations belong to the budget like all others. They are set aside when the run begins, so that a training that uses
 * up its budget can still be measured; where they would take more than half of the budget there is no test. Of the seconds,
 * the training leaves a tenth.
 *
 * @module
 */
import type { Candidate } from "../trainer/candidate.ts";
import type { Evaluations } from "../trainer/evaluations.ts";
import type { Report } from "../trainer/evaluator.ts";
import type { RunEvent } from "../trainer/event.ts";
import type { Ledger } from "../trainer/ledger.ts";
import { allOf } from "../trainer/sampling.ts";

/** The share of the seconds that is left to the test. */
export const testShareOfSeconds = 0.1;

/** The parts of a run that a test needs. */
export interface HeldOutTestOptions {
  /** Examples of the test split. */
  readonly size: number;
  readonly evaluations: Evaluations;
  readonly ledger: Ledger;
  /** The events of the log that is resumed. */
  readonly events: readonly RunEvent[];
}

/** Reports of the initial and the best candidate on the test split, in the order of its examples. */
export interface TestReports {
  readonly initial: readonly Report[];
  readonly best: readonly Report[];
}

/** A test with its evaluations set aside. */
export class HeldOutTest {
  readonly #options: HeldOutTestOptions;
  readonly #reserved: number;
  /** The reason why the test split is left out; else undefined. */
  readonly refusal: string | undefined;

  /** Sets the evaluations aside. @param options the parts of the run */
  constructor(options: HeldOutTestOptions) {
    this.#options = options;
    const { size, ledger, events } = options;
    const done =
      events.filter((event) => event.type === "evaluated" && event.example.split === "test").length;
    const wanted = 2 * size;
    // Decided by the whole budget, so that a resumed run decides the same.
    const isAffordable = wanted <= (ledger.maxEvaluations ?? Infinity) / 2;
    this.#reserved = isAffordable ? Math.max(0, wanted - done) : 0;
    ledger.reserve(this.#reserved);
    this.refusal = isAffordable
      ? undefined
      : `The test split is left out: its ${wanted} evaluations would take more than half of the budget`;
  }

  /** Whether there is something to test on. */
  get isOn(): boolean {
    return this.#options.size > 0 && this.refusal === undefined;
  }

  /** Evaluates both candidates. */
  async run(
    step: number,
    candidates: { readonly initial: Candidate; readonly best: Candidate },
    signal: AbortSignal,
  ): Promise<TestReports> {
    const { size, evaluations, ledger } = this.#options;
    ledger.release(this.#reserved);
    const examples = allOf("test", size);
    const pairs = [candidates.initial, candidates.best].flatMap((candidate) =>
      examples.map((example) => ({ candidate, example }))
    );
    const reports = await evaluations.evaluate(step, pairs, signal);
    return { initial: reports.slice(0, size), best: reports.slice(size) };
  }
}
