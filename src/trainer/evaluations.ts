/**
 * Evaluates candidates on examples: each pair once, several at a time, within the budget.
 *
 * @module
 */
import { Slots } from "../model/slots.ts";
import type { Candidate } from "./candidate.ts";
import type { Evaluator, ExampleRef, Report } from "./evaluator.ts";
import type { EventOf, RunEvent } from "./event.ts";
import type { Journal } from "./journal.ts";
import type { Ledger } from "./ledger.ts";
import { seedOf } from "./seeds.ts";

/** What evaluating needs. */
export interface EvaluationsOptions {
  readonly evaluator: Evaluator;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly emit: (event: RunEvent) => void;
  /** The run's seed. */
  readonly seed: number;
  /** Evaluations that run at the same time. */
  readonly concurrency: number;
  /** Whether reports of train examples carry their feedback graph. */
  readonly isTraced: boolean;
}

/** One candidate on one example. */
export interface Pair {
  readonly candidate: Candidate;
  readonly example: ExampleRef;
}

/** Evaluates groups of pairs; what was evaluated before is not paid again. */
export class Evaluations {
  readonly #options: EvaluationsOptions;
  readonly #reports = new Map<string, Promise<Report>>();
  readonly #slots: Slots;

  /** @param options what evaluating needs */
  constructor(options: EvaluationsOptions) {
    this.#options = options;
    this.#slots = new Slots(options.concurrency);
  }

  /**
   * Evaluates a group of pairs and tells of each; reports come in the order of the group.
   *
   * The group is counted as a whole before any of it starts, so that where a budget ends does not depend on timing.
   *
   * @throws {BudgetError} when the group does not fit
   */
  async evaluate(
    step: number,
    group: readonly Pair[],
    signal: AbortSignal,
  ): Promise<readonly Report[]> {
    signal.throwIfAborted();
    const fresh = this.#answerKnown(group);
    this.#options.ledger.spendEvaluations(fresh.size);

    const failed = new AbortController();
    const either = AbortSignal.any([signal, failed.signal]);
    const started = [...fresh].map(([key, pair]) => {
      const report = this.#slots.run(() => this.#evaluateOnce(step, pair, either), either);
      this.#reports.set(key, report);
      return report.catch((error) => {
        this.#reports.delete(key);
        failed.abort(error);
        throw error;
      });
    });
    await Promise.allSettled(started); // nothing runs on after this returns, whatever failed
    if (either.aborted) throw either.reason;
    // as/!: every key of the group was asked for above or before
    return await Promise.all(group.map((pair) => this.#reports.get(keyOf(pair))!));
  }

  /** The pairs of a group that nobody has met yet; those of the journal are told again. */
  #answerKnown(group: readonly Pair[]): Map<string, Pair> {
    const { journal, emit } = this.#options;
    const fresh = new Map<string, Pair>();
    for (const pair of group) {
      const key = keyOf(pair);
      if (this.#reports.has(key)) continue;
      const known = journal.evaluation(pair.candidate.id, pair.example);
      if (known === undefined) fresh.set(key, pair);
      else {
        emit(known);
        this.#reports.set(key, Promise.resolve(reportOf(known)));
      }
    }
    return fresh;
  }

  async #evaluateOnce(step: number, pair: Pair, signal: AbortSignal): Promise<Report> {
    const { evaluator, ledger, emit, seed, isTraced } = this.#options;
    const { candidate, example } = pair;
    const report = await evaluator.evaluate({
      candidate,
      example,
      seed: seedOf(seed, example.split, example.index),
      isTraced: isTraced && example.split === "train",
      signal,
    });
    emit(eventOf(step, pair, report, ledger.seconds));
    return report;
  }
}

/** The example's id, as histories and displays show it. */
export function exampleId({ split, index }: ExampleRef): string {
  return `${split}/${index}`;
}

function keyOf({ candidate, example }: Pair): string {
  return `${candidate.id} ${exampleId(example)}`;
}

function eventOf(
  step: number,
  { candidate, example }: Pair,
  report: Report,
  seconds: number,
): EventOf<"evaluated"> {
  const { score, feedback, metrics, output, error, feedbackGraph, durationMs } = report;
  return {
    type: "evaluated",
    step,
    candidate: candidate.id,
    example,
    score,
    feedback,
    metrics,
    output,
    ...(error === undefined ? {} : { error }),
    ...(feedbackGraph === undefined ? {} : { feedbackGraph }),
    durationMs,
    seconds,
  };
}

function reportOf(event: EventOf<"evaluated">): Report {
  const { type: _type, step: _step, candidate: _candidate, example: _example, ...report } = event;
  return { ...report, console: [] };
}
