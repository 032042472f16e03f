/**
 * Evaluates candidates on examples: each pair once, in parallel, within the budget.
 *
 * @module
 */
import { boundedExample, boundedReport } from "./bounded_report.ts";
import { contentHash } from "./canonical_json.ts";
import { type Candidate, encodeValues } from "./candidate.ts";
import { type Redact, redactor } from "../model/redact.ts";
import { inSpan } from "../spans.ts";
import { Semaphore } from "../model/semaphore.ts";
import { type EvaluationModels, usingModels } from "./evaluation_models.ts";
import type { Evaluator, ExampleRef, Report, SmokeInputs, TaskFacts } from "./evaluator.ts";
import type { RunEvent } from "./event.ts";
import { evaluatedEvent, inputsIn, type Pair, reportIn, type Sample } from "./evaluated_event.ts";
import { type Journal, sampleOf } from "./journal.ts";
import type { Ledger } from "./ledger.ts";
import { EventLoopTurns } from "./pause.ts";
import { seedOf } from "../seeds.ts";
import { compareScores, isScore, meanMetrics, meanScore, varianceOf } from "./scores.ts";

/** The parts of a run used by evaluations. */
export interface EvaluationsOptions {
  readonly evaluator: Evaluator;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly emit: (event: RunEvent) => void;
  /** The run's seed. */
  readonly seed: number;
  /** Maximum number of parallel evaluations. */
  readonly concurrency: number;
  /** Evaluations of each pair, each with random numbers of its own. @default 1 */
  readonly samples?: number;
  /** Whether reports on train examples include the feedback graph. */
  readonly isTraced: boolean;
  /** The initial candidate: proposed code is tried on arguments of its first evaluation on a train example. */
  readonly initial?: Candidate;
  /** The task, whose parameters may be code. */
  readonly facts?: TaskFacts;
  /** The models that agent and guide ask. @default those of the context */
  readonly models?: EvaluationModels;
  /** Redacts reports. @default keys only */
  readonly redact?: Redact;
}

/**
 * Number of cached reports, least recently used first, and more for larger groups: a trainer compares a group with the
 * one before it. Evicted ones are evaluated again when needed.
 */
const keptReports = 50_000;

/** Maximum number of cached reports with a feedback graph. */
const keptGraphs = 2_000;

/** Evaluates groups of pairs; a pair that was evaluated before costs nothing. */
export class Evaluations {
  readonly #options: EvaluationsOptions;
  /** Least recently used first, in an order independent of timing. */
  readonly #reports = new Map<string, Report>();
  readonly #semaphore: Semaphore;
  #inputs: SmokeInputs = {};
  /** Number of evaluations of this run so far, those answered from its log included. */
  #count = 0;
  /** Ids of examples whose data is logged. */
  readonly #described = new Set<string>();
  readonly #redact: Redact;
  readonly #turns = new EventLoopTurns();
  #largestGroup = 0;

  /** @param options the parts of the run */
  constructor(options: EvaluationsOptions) {
    this.#options = options;
    this.#redact = options.redact ?? redactor();
    this.#semaphore = new Semaphore(options.concurrency);
  }

  /**
   * Arguments with which the initial candidate called its code on a train example, the same in every repetition of a run;
   * none before that evaluation.
   */
  get inputs(): SmokeInputs {
    return this.#inputs;
  }

  /** Number of evaluations of this run so far, the same when it is repeated from its log. */
  get count(): number {
    return this.#count;
  }

  /** Evaluations that are left of a limit at this point of the run, also when it is repeated from its log. */
  leftOf(limit: number | null): number {
    return this.#options.ledger.roomWithin(limit) - this.#count;
  }

  /**
   * Evaluates a group of pairs, each as many times as the run has samples; reports are in the order of the group.
   *
   * @throws {BudgetError} when the group does not fit
   */
  async evaluate(
    step: number,
    group: readonly Pair[],
    signal: AbortSignal,
  ): Promise<readonly Report[]> {
    const { samples = 1 } = this.#options;
    const all = group.flatMap((pair) =>
      Array.from({ length: samples }, (_, sample) => ({ ...pair, sample }))
    );
    const reports = await this.#evaluateAll(step, all, signal);
    if (samples === 1) return reports;
    return group.map((_, place) => merged(reports.slice(place * samples, (place + 1) * samples)));
  }

  /** Evaluates pairs once more, with the same random numbers and without a trace. @throws {BudgetError} when the group does not fit */
  async repeat(
    step: number,
    group: readonly Pair[],
    signal: AbortSignal,
  ): Promise<readonly Report[]> {
    return await this.#evaluateAll(step, group.map((pair) => ({ ...pair, sample: 1 })), signal);
  }

  /**
   * Evaluates a group and emits an event for each; reports are in the order of the group.
   *
   * The whole group is counted before any of it starts, so that the end of a budget does not depend on timing.
   *
   * @throws {BudgetError} when the group does not fit
   */
  async #evaluateAll(
    step: number,
    group: readonly Sample[],
    signal: AbortSignal,
  ): Promise<readonly Report[]> {
    signal.throwIfAborted();
    const recorded = this.#recordedOf(group);
    const fresh = this.#answerKnown(group);
    this.#options.ledger.spendEvaluations(fresh.size);
    this.#count += fresh.size;

    const failed = new AbortController();
    const either = AbortSignal.any([signal, failed.signal]);
    const reports = new Map<string, Report>();
    const { concurrency, evaluator } = this.#options;
    const places = evaluator.isBatched ? Infinity : concurrency;
    const lanes = inLanes(fresh.values(), places).values();
    // As many lanes wait as may run: a waiting one costs a listener on the signal.
    const started = Array.from({ length: Math.min(concurrency, fresh.size) }, async () => {
      try {
        for (const lane of lanes) {
          await this.#semaphore.run(async () => {
            for (const pair of lane) {
              either.throwIfAborted();
              const hasInputs = pair === recorded;
              reports.set(keyOf(pair), await this.#evaluateOnce(step, pair, either, hasInputs));
              await this.#turns.yieldWhenDue();
            }
          }, either);
        }
      } catch (error) {
        failed.abort(error);
      }
    });
    await Promise.all(started); // no evaluation is running when this returns, even after a failure
    for (const [key, report] of reports) this.#reports.set(key, report);
    if (either.aborted) throw either.reason;
    this.#largestGroup = Math.max(this.#largestGroup, group.length);
    const groupReports = group.map((pair) => this.#use(keyOf(pair)));
    this.#forgetOld();
    return groupReports;
  }

  /** A cached report; it becomes the most recently used. */
  #use(key: string): Report {
    const report = this.#reports.get(key)!; // every key of the group is evaluated by now
    this.#reports.delete(key);
    this.#reports.set(key, report);
    return report;
  }

  /** Evicts the least recently used reports. */
  #forgetOld(): void {
    const { isTraced } = this.#options;
    const kept = isTraced ? keptGraphs : Math.max(keptReports, 2 * this.#largestGroup);
    let excess = this.#reports.size - kept;
    for (const key of this.#reports.keys()) {
      if (excess-- <= 0) return;
      this.#reports.delete(key);
    }
  }

  /** The pairs of a group without a report. Journaled reports are emitted again. */
  #answerKnown(group: readonly Sample[]): Map<string, Sample> {
    const { journal, emit } = this.#options;
    const fresh = new Map<string, Sample>();
    for (const pair of group) {
      const key = keyOf(pair);
      if (this.#reports.has(key)) continue;
      const known = journal.evaluation(pair.candidate.id, pair.example, pair.sample);
      if (known === undefined) fresh.set(key, pair);
      else {
        emit(known);
        this.#count++;
        const report = reportIn(known);
        this.#inputs = report.inputs ?? this.#inputs;
        this.#reports.set(key, slim(report));
      }
    }
    return fresh;
  }

  /** The pair whose arguments are recorded: the first of the initial candidate and a train example. */
  #recordedOf(group: readonly Sample[]): Sample | undefined {
    const { initial, facts } = this.#options;
    const hasCode = facts?.parameters.some(({ kind }) => kind === "code") ?? false;
    if (!hasCode || Object.keys(this.#inputs).length > 0) return undefined;
    return group.find((pair) =>
      pair.candidate.id === initial?.id && pair.example.split === "train" && pair.sample === 0 &&
      !this.#reports.has(keyOf(pair))
    );
  }

  async #evaluateOnce(
    step: number,
    pair: Sample,
    signal: AbortSignal,
    hasInputs: boolean,
  ): Promise<Report> {
    const { evaluator, ledger, emit, isTraced, models, samples = 1 } = this.#options;
    const { candidate, example, sample } = pair;
    const evaluate = () =>
      evaluator.evaluate({
        candidate,
        example,
        seed: this.#seedOf(sample),
        ...sampleOf(sample),
        isTraced: isTraced && example.split === "train" && sample < samples,
        ...(hasInputs ? { hasInputs } : {}),
        signal,
      });
    const { result, hasFailed } = await inSpan(
      "opto.evaluation",
      { "opto.step": step, "opto.candidate": candidate.id, "opto.example": exampleId(example) },
      () => usingModels(models, { step, sample, signal }, evaluate),
    );
    const given = hasFailed ? { ...result, isByClock: true } : result;
    const report = boundedReport(scored(given), this.#redact);
    // The arguments as a resumed run reads them: the agent may change its own.
    if (hasInputs) this.#inputs = inputsIn(encodeValues(report.inputs ?? {}));
    await this.#describe(example);
    emit(evaluatedEvent(pair, report, { step, seconds: ledger.seconds }));
    return slim(report);
  }

  /** The seed of a sample. A run with one sample repeats an evaluation to see whether its score is the same. */
  #seedOf(sample: number): number {
    const { seed, samples = 1 } = this.#options;
    return sample === 0 || samples === 1 ? seed : seedOf(seed, "sample", sample);
  }

  /** Logs the data of an example at its first evaluation. */
  async #describe(example: ExampleRef): Promise<void> {
    const { evaluator, emit } = this.#options;
    const id = exampleId(example);
    if (evaluator.exampleText === undefined || this.#described.has(id)) return;
    this.#described.add(id);
    const text = boundedExample(await evaluator.exampleText(example), this.#redact);
    emit({ type: "example", example, ...text });
  }
}

/** The example's id in histories and displays. */
export function exampleId({ split, index }: ExampleRef): string {
  return `${split}/${index}`;
}

function keyOf({ candidate, example, sample }: Sample): string {
  return `${candidate.id} ${exampleId(example)} ${sample}`;
}

/**
 * Splits pairs into lanes that run in parallel, each sequentially: the examples of one candidate share a lane, so
 * that one process with its code loaded evaluates them. Remaining candidates are spread over all lanes.
 *
 * @param places lanes at the same time; Infinity for a lane of each pair
 */
function inLanes(pairs: Iterable<Sample>, places: number): readonly (readonly Sample[])[] {
  const lanes = [...Map.groupBy(pairs, ({ candidate }) => candidate.id).values()];
  const even = lanes.length - lanes.length % places; // 0 of infinitely many
  return [...lanes.slice(0, even), ...lanes.slice(even).flat().map((pair) => [pair])];
}

/** A report whose score is finite or null: an evaluator may be custom code. */
function scored(report: Report): Report {
  const { score } = report;
  if (score === null || isScore(score)) return report;
  return { ...report, score: null, error: report.error ?? `Its score is no number: ${score}` };
}

/** Maximum characters of an output in a cached report. */
const keptOutput = 500;

/** Of a long output its beginning and a hash, so that equal ones can be told from different ones. */
function shortOutput(output: string): string {
  if (output.length <= keptOutput) return output;
  return `${output.slice(0, keptOutput)}… ${contentHash(output)}`;
}

/** The samples of a pair as one report: their mean score, with words and trace of the worst. */
function merged(samples: readonly Report[]): Report {
  const scores = samples.map(({ score }) => score);
  const worst = samples.reduce((worst, each) =>
    compareScores([each.score], [worst.score]) < 0 ? each : worst
  );
  return {
    ...worst,
    score: meanScore(scores),
    metrics: meanMetrics(samples),
    variance: varianceOf(scores),
  };
}

/** A report for trainers, without the members that only readers of the log use. */
function slim(report: Report): Report {
  const { score, feedback, metrics, output, error, failure, unawaited, feedbackGraph } = report;
  const { messages, isByClock, durationMs, relaxed } = report;
  return {
    score,
    feedback,
    metrics,
    ...(relaxed === undefined ? {} : { relaxed }),
    output: shortOutput(output),
    ...(error === undefined ? {} : { error }),
    ...(failure === undefined ? {} : { failure }),
    ...(unawaited === undefined ? {} : { unawaited }),
    ...(feedbackGraph === undefined ? {} : { feedbackGraph }),
    ...(messages === undefined ? {} : { messages }),
    console: [],
    ...(isByClock ? { isByClock } : {}),
    durationMs,
  };
}
