/**
 * The state of one training, and what an algorithm may do with it.
 *
 * @module
 */
import type { LanguageModel } from "../model/language_model.ts";
import type { Proposer } from "../problem/proposer.ts";
import { mergeFeedbackGraphs } from "../propagate/merge_feedback_graphs.ts";
import { accept } from "./acceptance.ts";
import { type Candidate, encodeValues } from "./candidate.ts";
import type { Evaluations } from "./evaluations.ts";
import type { Evaluator, ExampleRef, TaskFacts } from "./evaluator.ts";
import type { RunEvent } from "./event.ts";
import { type Encounter, History } from "./history.ts";
import type { Journal } from "./journal.ts";
import type { Ledger } from "./ledger.ts";
import { Proposals } from "./proposals.ts";
import { allOf } from "./sampling.ts";
import { compareScores, meanMetrics, meanScore, type Score } from "./scores.ts";
import type { StoppingRules } from "./stopping.ts";

/** How a training goes. */
export interface TrainingSettings extends StoppingRules {
  readonly seed: number;
  /** Examples of one step. */
  readonly batchSize: number;
  /** Candidates proposed in one step. */
  readonly proposals: number;
  /** A candidate must be better by more than this. */
  readonly threshold: number;
}

/** What a training works with. */
export interface TrainingOptions {
  readonly evaluator: Evaluator;
  readonly evaluations: Evaluations;
  readonly facts: TaskFacts;
  readonly initial: Candidate;
  /** Makes the proposer over a model. */
  readonly proposer: (model: LanguageModel | null) => Proposer | Promise<Proposer>;
  readonly model: LanguageModel | null;
  readonly settings: TrainingSettings;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly emit: (event: RunEvent) => void;
  readonly signal: AbortSignal;
}

/** The best candidate so far. */
export interface Best {
  readonly candidate: Candidate;
  /** On the validation split, or train where there is none. */
  readonly score: Score;
  readonly scores: readonly Score[];
  readonly metrics: Readonly<Record<string, number>>;
  /** The step that made it; 0 for the initial one. */
  readonly step: number;
}

/** A training under way. */
export class Training {
  readonly facts: TaskFacts;
  readonly settings: TrainingSettings;
  /** Every candidate met on train examples. */
  readonly history = new History();
  readonly #options: TrainingOptions;
  readonly #proposals: Proposals;
  #current: Candidate;
  #initial: Best | null = null;
  #best: Best | null = null;

  /** @param options what it works with */
  constructor(options: TrainingOptions) {
    this.#options = options;
    this.facts = options.facts;
    this.settings = options.settings;
    this.#current = options.initial;
    const { seed } = options.settings;
    this.#proposals = new Proposals({ ...options, seed, history: this.history });
  }

  /** The candidate that steps start from. */
  get current(): Candidate {
    return this.#current;
  }

  /** The initial candidate on the validation split; null before it was evaluated there. */
  get initial(): Best | null {
    return this.#initial;
  }

  /** The best candidate on the validation split; null before the initial one was evaluated there. */
  get best(): Best | null {
    return this.#best;
  }

  /** Evaluates one candidate on each example; see `evaluateAll`. */
  async evaluate(
    step: number,
    candidate: Candidate,
    examples: readonly ExampleRef[],
  ): Promise<Encounter> {
    const [encounter] = await this.evaluateAll(step, [candidate], examples);
    return encounter!; // one for each candidate
  }

  /**
   * Evaluates each candidate on each example; pairs met before cost nothing.
   *
   * @throws {BudgetError} when they do not all fit the budget; none is started then
   */
  async evaluateAll(
    step: number,
    candidates: readonly Candidate[],
    examples: readonly ExampleRef[],
  ): Promise<readonly Encounter[]> {
    const { evaluations, signal } = this.#options;
    const pairs = candidates.flatMap((candidate) =>
      examples.map((example) => ({ candidate, example }))
    );
    const reports = await evaluations.evaluate(step, pairs, signal);
    return candidates.map((candidate, place) => ({
      candidate,
      examples,
      reports: reports.slice(place * examples.length, (place + 1) * examples.length),
    }));
  }

  /** The different candidates that a step's proposals make of the current one, given what it met. */
  async propose(step: number, { candidate, reports }: Encounter): Promise<readonly Candidate[]> {
    const graphs = reports.flatMap(({ feedbackGraph }) => feedbackGraph ?? []);
    const feedback = mergeFeedbackGraphs(graphs);
    const asked = Array.from({ length: this.settings.proposals }, (_, proposal) => {
      const request = { step, proposal, parent: candidate, feedback };
      return this.#proposals.propose(request, this.#options.signal);
    });
    await Promise.allSettled(asked); // nothing is asked any more when this returns, whatever failed
    const made = await Promise.all(asked);
    const byId = new Map(made.flatMap((made) => made === null ? [] : [[made.id, made]]));
    byId.delete(this.#current.id);
    return [...byId.values()];
  }

  /** Compares challengers with the current candidate on the same examples; the best that is better takes its place. */
  challenge(
    step: number,
    own: Encounter,
    challengers: readonly Encounter[],
  ): Candidate | null {
    const verdicts = challengers.map((met) =>
      accept(scoresOf(met), scoresOf(own), this.settings.threshold)
    );
    const winner = challengers
      .filter((_, place) => verdicts[place]?.isAccepted)
      .reduce<Encounter | null>(betterOf, null);
    challengers.forEach((met, place) => {
      const { isAccepted = false, reason = "" } = verdicts[place] ?? {};
      const isWinner = met === winner;
      const outdone = isAccepted && !isWinner ? "; another of this step is as good or better" : "";
      this.#tell(step, own, met, isWinner, reason + outdone);
    });
    this.history.record(own, { step, isAccepted: true });
    for (const met of challengers) this.history.record(met, { step, isAccepted: met === winner });
    if (winner !== null) this.#current = winner.candidate;
    return winner?.candidate ?? null;
  }

  /** Evaluates a candidate on the validation split; it becomes the best when it is better there than the best. */
  async offer(step: number, candidate: Candidate): Promise<void> {
    const { examples: sizes } = this.facts;
    const split = sizes.validation > 0 ? "validation" : "train";
    const { reports } = await this.evaluate(step, candidate, allOf(split, sizes[split]));
    const scores = reports.map((report) => report.score);
    if (this.#best !== null && compareScores(scores, this.#best.scores) <= 0) return; // ties: the earlier
    const score = meanScore(scores);
    this.#best = { candidate, score, scores, metrics: meanMetrics(reports), step };
    this.#initial ??= this.#best;
    this.#options.emit({
      type: "best",
      step,
      candidate: candidate.id,
      score,
      parameters: encodeValues(candidate.values),
    });
  }

  #tell(step: number, own: Encounter, met: Encounter, isAccepted: boolean, reason: string): void {
    this.#options.emit({
      type: "compared",
      step,
      candidate: met.candidate.id,
      against: own.candidate.id,
      score: meanScore(scoresOf(met)),
      againstScore: meanScore(scoresOf(own)),
      isAccepted,
      reason,
    });
  }
}

/** The scores of an encounter, in the order of its examples. */
export function scoresOf({ reports }: Pick<Encounter, "reports">): readonly Score[] {
  return reports.map((report) => report.score);
}

function betterOf(best: Encounter | null, met: Encounter): Encounter {
  return best === null || compareScores(scoresOf(met), scoresOf(best)) > 0 ? met : best;
}
