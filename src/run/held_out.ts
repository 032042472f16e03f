/**
 * The held-out test: evaluates the initial and the best candidate on the test split once, after training.
 *
 * Its evaluations are part of the budget. They are reserved when the run starts, so that a training that uses up
 * its budget can still be tested; if they would take more than half of the budget, the test is skipped. The
 * training leaves a tenth of the seconds.
 *
 * @module
 */
import type { Candidate } from "../trainer/candidate.ts";
import type { Evaluations } from "../trainer/evaluations.ts";
import type { Report } from "../trainer/evaluator.ts";
import type { RunEvent } from "../trainer/event.ts";
import type { Ledger } from "../trainer/ledger.ts";
import { allOf } from "../trainer/sampling.ts";

/** The share of the seconds reserved for the test. */
export const testShareOfSeconds = 0.1;

/** The parts of a run used by the test. */
export interface HeldOutTestOptions {
  /** Examples of the test split. */
  readonly size: number;
  /** Evaluations of each example. */
  readonly samples: number;
  readonly evaluations: Evaluations;
  readonly ledger: Ledger;
  /** The events of the log being resumed. */
  readonly events: readonly RunEvent[];
}

/** Reports of the initial and the best candidate on the test split, in the order of its examples. */
export interface TestReports {
  readonly initial: readonly Report[];
  readonly best: readonly Report[];
}

/** A test with reserved evaluations. */
export class HeldOutTest {
  readonly #options: HeldOutTestOptions;
  /** The reason why the test is skipped, or undefined. */
  readonly refusal: string | undefined;

  /** Reserves the evaluations. @param options the parts of the run */
  constructor(options: HeldOutTestOptions) {
    this.#options = options;
    const { size, samples, ledger, events } = options;
    const done =
      events.filter((event) => event.type === "evaluated" && event.example.split === "test").length;
    const wanted = 2 * size * samples;
    this.refusal = ledger.setAside(wanted, done)
      ? undefined
      : `The test is skipped: its ${wanted} evaluations would take more than half of the budget`;
  }

  /** Whether the test runs. */
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
    ledger.release();
    const examples = allOf("test", size);
    const pairs = [candidates.initial, candidates.best].flatMap((candidate) =>
      examples.map((example) => ({ candidate, example }))
    );
    const reports = await evaluations.evaluate(step, pairs, signal);
    return { initial: reports.slice(0, size), best: reports.slice(size) };
  }
}
