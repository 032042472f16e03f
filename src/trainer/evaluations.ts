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
import { seedOf } from "../seeds.ts";

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

/** Reports that are kept, those asked for last; what was let go is evaluated again when it is asked for. */
const keptReports = 50_000;

/** Reports with a feedback graph that are kept. */
const keptGraphs = 2_000;

/** Evaluates groups of pairs; what was evaluated before is not paid again. */
export class Evaluations {
  readonly #options: EvaluationsOptions;
  /** In the order in which they were asked for last, which no timing changes. */
  readonly #reports = new Map<string, Report>();
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
    const reports = new Map<string, Report>();
    const started = inLanes(fresh.values(), this.#options.concurrency).map((lane) =>
      this.#slots.run(async () => {
        for (const pair of lane) {
          either.throwIfAborted();
          reports.set(keyOf(pair), await this.#evaluateOnce(step, pair, either));
        }
      }, either).catch((error) => {
        failed.abort(error);
        throw error;
      })
    );
    await Promise.allSettled(started); // nothing runs on after this returns, whatever failed
    for (const [key, report] of reports) this.#reports.set(key, report);
    if (either.aborted) throw either.reason;
    const asked = group.map((pair) => this.#use(keyOf(pair)));
    this.#letGo();
    return asked;
  }

  /** A report that is there; it becomes the one asked for last. */
  #use(key: string): Report {
    const report = this.#reports.get(key)!; // every key of the group was evaluated now or before
    this.#reports.delete(key);
    this.#reports.set(key, report);
    return report;
  }

  /** Lets the reports go that were not asked for for longest. */
  #letGo(): void {
    const { isTraced } = this.#options;
    let excess = this.#reports.size - (isTraced ? keptGraphs : keptReports);
    for (const key of this.#reports.keys()) {
      if (excess-- <= 0) return;
      this.#reports.delete(key);
    }
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
        this.#reports.set(key, slim(reportOf(known)));
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
    return slim(report);
  }
}

/** The example's id, as histories and displays show it. */
export function exampleId({ split, index }: ExampleRef): string {
  return `${split}/${index}`;
}

function keyOf({ candidate, example }: Pair): string {
  return `${candidate.id} ${exampleId(example)}`;
}

/**
 * Tasks of which one is done after the other: the examples of one candidate together, so that the process that has its
 * code warm goes on with it. Candidates that are left over when the places are shared out spread over all of them.
 */
function inLanes(pairs: Iterable<Pair>, places: number): readonly (readonly Pair[])[] {
  const lanes = [...Map.groupBy(pairs, ({ candidate }) => candidate.id).values()];
  const even = lanes.length - lanes.length % places;
  return [...lanes.slice(0, even), ...lanes.slice(even).flat().map((pair) => [pair])];
}

/** A report as trainers need it: what only a reader of the log looks at stays there. */
function slim({ score, feedback, metrics, error, feedbackGraph, durationMs }: Report): Report {
  return {
    score,
    feedback,
    metrics,
    output: "",
    ...(error === undefined ? {} : { error }),
    ...(feedbackGraph === undefined ? {} : { feedbackGraph }),
    console: [],
    durationMs,
  };
}

function eventOf(
  step: number,
  { candidate, example }: Pair,
  report: Report,
  seconds: number,
): EventOf<"evaluated"> {
  const { score, feedback, metrics, output, error, feedbackGraph, console, isByClock, durationMs } =
    report;
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
    ...(console.length === 0 ? {} : { console }),
    ...(isByClock ? { isByClock } : {}),
    durationMs,
    seconds,
  };
}

/** The report that an event tells. */
export function reportOf(event: EventOf<"evaluated">): Report {
  const { type: _type, step: _step, candidate: _candidate, example: _example, ...report } = event;
  const { seconds: _seconds, console = [], ...rest } = report;
  return { ...rest, console };
}
