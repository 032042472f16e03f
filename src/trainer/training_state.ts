/**
 * The state of one training, and the actions of its trainer.
 *
 * @module
 */
import type { BudgetError } from "../errors.ts";
import type { LanguageModel } from "../model/language_model.ts";
import { decodeMemory, type EncodedMemory, encodeMemory, keepsMemory } from "../problem/memory.ts";
import type { Proposer } from "../problem/proposer.ts";
import { maxCodeTrials, maxTrials } from "../problem/trial.ts";
import type { Acceptance } from "./acceptance.ts";
import { affordable } from "./affordable.ts";
import { Asks, type AskSettings } from "./asks.ts";
import { Batches } from "./batches.ts";
import type { Candidate } from "./candidate.ts";
import { Confirmations, requireConfirmed } from "./confirmations.ts";
import { Challenges, type Contest } from "./challenges.ts";
import type { Pair } from "./evaluated_event.ts";
import type { EvaluationCost } from "./evaluation_cost.ts";
import type { Evaluations } from "./evaluations.ts";
import { EvaluationsLeft } from "./evaluations_left.ts";
import type { EvaluationModels } from "./evaluation_models.ts";
import type { Evaluator, ExampleRef, Report, TaskFacts } from "./evaluator.ts";
import type { RunEvent } from "./event.ts";
import { History } from "./history.ts";
import type { Journal } from "./journal.ts";
import type { Ledger } from "./ledger.ts";
import { MeasuredCost } from "./measured_cost.ts";
import { metricsWarning } from "./metrics_warning.ts";
import type { Notes } from "./notes.ts";
import { Offers } from "./offers.ts";
import { requireTrain } from "./require_train.ts";
import type { SamplingName } from "./sampling.ts";
import { samplingWarning } from "./sampling_warning.ts";
import { meanScore, type Score } from "./scores.ts";
import { randomFrom, seedOf } from "../seeds.ts";
import type { EvaluationLimits } from "./settings_in_force.ts";
import { smallBudgetError, smallBudgetWarning } from "./small_budget.ts";
import { startWarning } from "./start_warning.ts";
import { unawaitedWarning } from "./unawaited_warning.ts";
import { StepSpending } from "./step_spending.ts";
import type {
  Best,
  ChallengeOptions,
  EvaluatedCandidate,
  ProposeOptions,
  Trainer,
  TrainerContext,
  TrainerRules,
} from "./trainer.ts";

/** The parts of a run used by a training. */
export interface TrainingStateOptions {
  readonly evaluator: Evaluator;
  /** The models that agent and guide ask. @default those of the context */
  readonly models?: EvaluationModels;
  readonly evaluations: Evaluations;
  readonly facts: TaskFacts;
  readonly initial: Candidate;
  readonly proposer: Proposer;
  readonly model: LanguageModel | null;
  readonly settings: Omit<TrainerRules, "evaluationCost"> & AskSettings & {
    readonly evaluationCost: EvaluationCost;
    readonly samples: number;
    /** @default "shuffled" */
    readonly sampling?: SamplingName;
  };
  readonly acceptance: Acceptance;
  readonly journal: Journal;
  readonly limits: EvaluationLimits;
  /** Feedback of persons. @default none */
  readonly notes?: Notes;
  readonly ledger: Ledger;
  readonly emit: (event: RunEvent) => void;
  readonly signal: AbortSignal;
}

/** A training in progress. */
export class TrainingState {
  readonly #options: TrainingStateOptions;
  readonly #history: History;
  readonly #asks: Asks;
  readonly #challenges: Challenges;
  readonly #confirmations: Confirmations;
  readonly #batches: Batches;
  readonly #offers: Offers;
  readonly #left: EvaluationsLeft;
  readonly #spending: StepSpending;
  readonly #cost: MeasuredCost;
  #current: Candidate;
  #isSamplingWarned = false;
  /** The trainer's memory as logged. */
  #memory: EncodedMemory | undefined;

  /** @param options the parts of the run */
  constructor(options: TrainingStateOptions) {
    this.#options = options;
    this.#current = options.initial;
    const hasCode = options.facts.parameters.some(({ kind }) => kind === "code");
    this.#history = new History(options.initial, hasCode ? maxCodeTrials : maxTrials);
    this.#left = new EvaluationsLeft(options);
    this.#batches = new Batches({
      ...options.settings,
      size: options.facts.examples.train,
      history: this.#history,
    });
    this.#offers = new Offers({
      ...options,
      history: this.#history,
      evaluate: (...of) => this.#evaluate(...of),
    });
    this.#spending = new StepSpending(options.journal, () => options.evaluations.count);
    this.#cost = new MeasuredCost(options);
    const inputs = () => options.evaluations.inputs;
    this.#confirmations = new Confirmations({ ...options, inputs });
    this.#asks = new Asks({
      ...options,
      emit: (event) => {
        this.#spending.see(event);
        options.emit(event);
        this.#cost.see(event);
      },
      history: this.#history,
      inputs,
      evaluate: async (step, candidate, { examples }) => {
        const [evaluated] = await this.#evaluate(step, [candidate], examples);
        return evaluated!; // one per candidate
      },
      affordable: ({ examples }, place) => this.#left.candidatesOn(examples.length, place),
    });
    const { settings: { threshold, samples } } = options;
    this.#challenges = new Challenges({
      ...options,
      threshold,
      history: this.#history,
      repeat: samples > 1 ? null : (...of) => this.#repeat(...of),
    });
  }

  /** The initial candidate on the validation split; null before its evaluation there. */
  get initial(): Best | null {
    return this.#offers.initial;
  }

  /** The best candidate on the validation split; null before the initial one was evaluated there. */
  get best(): Best | null {
    return this.#offers.best;
  }

  /** The mean score of the current candidate over its train examples. */
  get currentScore(): Score {
    const trial = this.#history.trial(this.#current.id);
    return trial === undefined ? null : meanScore(Object.values(trial.scores));
  }

  /** Evaluates the initial candidate on the validation split, and warns when it fails there, leaves calls or lacks metrics. */
  async begin(): Promise<void> {
    const { facts: { metrics = {} }, emit } = this.#options;
    const reports = await this.#offers.offer(0, this.#current);
    const warnings = [
      startWarning(reports),
      unawaitedWarning(reports),
      metricsWarning(reports, metrics),
    ];
    for (const warning of warnings) {
      if (warning !== undefined) emit(warning);
    }
  }

  /** Takes one step; returns the trainer's memory as logged, if any. */
  async takeStep(trainer: Trainer, step: number): Promise<unknown> {
    this.#history.beginStep();
    this.#options.notes?.begin(step);
    this.#spending.begin();
    const drawn = this.#batches.drawn;
    const memory = await this.#run(trainer, step);
    if (this.#batches.drawn === drawn && !this.#isSamplingWarned) {
      const { settings: { sampling }, emit } = this.#options;
      const warning = samplingWarning({ step, trainer: trainer.name, sampling });
      if (warning !== undefined) emit(warning);
      this.#isSamplingWarned = true;
    }
    return memory;
  }

  async #run(trainer: Trainer, step: number): Promise<unknown> {
    if (!keepsMemory(trainer)) {
      const returned = await trainer.step(this.#context(step, undefined));
      if (returned !== undefined) encodeMemory(trainer, returned); // throws: no initialMemory
      return undefined;
    }
    this.#memory ??= encodeMemory(trainer, trainer.initialMemory);
    const returned = await trainer.step(this.#context(step, decodeMemory(this.#memory)));
    // A resumed run continues with the logged memory, whatever the trainer returns now.
    const logged = this.#options.journal.step(step)?.memory;
    if (logged !== undefined) this.#memory = logged as EncodedMemory; // as: written by the log itself
    else if (returned !== undefined) this.#memory = encodeMemory(trainer, returned);
    return this.#memory;
  }

  #context(step: number, memory: unknown): TrainerContext {
    const { facts, settings, signal } = this.#options;
    const left = () => this.#evaluationsLeft(step);
    const spent = () => this.#spending.spent;
    const cost = this.#cost;
    const current = () => this.#current;
    const best = () => this.#offers.best!; // set by `begin`
    return {
      step,
      get settings() {
        return { ...settings, evaluationCost: cost.value };
      },
      examples: facts.examples,
      metrics: facts.metrics ?? {},
      get current() {
        return current();
      },
      get best() {
        return best();
      },
      history: this.#history,
      memory,
      random: randomFrom(seedOf(settings.seed, "trainer", step)),
      signal,
      hasMet: (candidate) => this.#history.has(candidate),
      trial: (id) => this.#history.trial(id),
      nextBatch: (size) => this.#batches.next(size),
      evaluate: (candidates, examples) => this.#evaluate(step, candidates, examples),
      get evaluationsLeft() {
        return left();
      },
      get spent() {
        return spent();
      },
      propose: (of, options = {}) => this.#propose(step, of, options),
      ...this.#comparing(step),
      select: (candidate) => {
        requireConfirmed("select", candidate);
        this.#current = candidate;
      },
      offer: async (candidate) => {
        requireConfirmed("offer", candidate);
        await this.#offers.offer(step, candidate);
      },
    };
  }

  /** Evaluations, with all their samples, that are left of the limit under which the next decision is taken. */
  #evaluationsLeft(step: number): number {
    return this.#left.at(this.#asks.next(step));
  }

  async #evaluate(
    step: number,
    candidates: readonly Candidate[],
    examples: readonly ExampleRef[],
  ): Promise<readonly EvaluatedCandidate[]> {
    const { evaluations, signal } = this.#options;
    const pairs = candidates.flatMap((candidate) =>
      examples.map((example) => ({ candidate, example }))
    );
    const reports = await evaluations.evaluate(step, pairs, signal);
    this.#cost.evaluated(reports);
    return candidates.map((candidate, place) => ({
      candidate,
      examples,
      reports: reports.slice(place * examples.length, (place + 1) * examples.length),
    }));
  }

  async #propose(
    step: number,
    of: EvaluatedCandidate,
    options: ProposeOptions,
  ): Promise<readonly Candidate[]> {
    requireTrain("propose from", of.examples);
    if (options.atMost !== undefined && options.atMost < 1) throw this.#spentBefore(step, of);
    const mayBeProvisional = options.mayBeProvisional === true && this.#confirmations.areTrusted;
    const made = await this.#asks.ask({ step, of, ...options, mayBeProvisional });
    const byId = new Map(
      made.flatMap((candidate) => candidate === null ? [] : [[candidate.id, candidate]]),
    );
    byId.delete(of.candidate.id);
    return [...byId.values()];
  }

  /** The end of a budget that lets no proposal be evaluated; it is told when there was none before. */
  #spentBefore(step: number, { examples }: EvaluatedCandidate): BudgetError {
    const { facts: { examples: { train, validation } }, settings, limits, emit } = this.#options;
    const later = validation > 0 ? validation : train - examples.length;
    const budget = { step, left: this.#evaluationsLeft(step), needed: examples.length + later };
    const limit = limits.at(this.#asks.next(step));
    if (this.#history.size === 0 && limit !== null) {
      emit(smallBudgetWarning(budget, { limit, samples: settings.samples }));
    }
    return smallBudgetError(budget);
  }

  /** The actions of a step that compare candidates. */
  #comparing(
    step: number,
  ): Pick<TrainerContext, "judge" | "confirm" | "challenge" | "drop" | "settle"> {
    const contest = (
      incumbent: EvaluatedCandidate,
      challengers: readonly EvaluatedCandidate[],
    ): Contest => {
      for (const { examples } of [incumbent, ...challengers]) requireTrain("compare on", examples);
      return { step, incumbent, challengers };
    };
    const taken = (winner: Candidate | null) => {
      this.#current = winner ?? this.#current;
      return winner;
    };
    return {
      judge: (incumbent, challengers, options) =>
        this.#challenges.judge(contest(incumbent, challengers), options),
      confirm: (incumbent, challengers, options) =>
        this.#confirm(contest(incumbent, challengers), options),
      challenge: (incumbent, challengers, options) =>
        taken(this.#challenges.challenge(contest(incumbent, challengers), options)),
      drop: (incumbent, challengers, end) =>
        this.#challenges.drop(contest(incumbent, challengers), end),
      settle: async (incumbent, challengers, options) =>
        taken(await this.#challenges.settle(contest(incumbent, challengers), options)),
    };
  }

  /** The challengers of a contest without those that failed their complete validation. */
  async #confirm(
    contest: Contest,
    options?: Pick<ChallengeOptions, "rivals">,
  ): Promise<readonly EvaluatedCandidate[]> {
    const { step, incumbent, challengers } = contest;
    const acceptable = this.#challenges.acceptable(contest, options);
    if (acceptable.length === 0) return challengers;
    const confirmed = await Promise.all(acceptable.map(async (challenger) => {
      const candidate = await this.#confirmations
        .confirm(step, challenger.candidate, incumbent.candidate);
      return [challenger, candidate && { ...challenger, candidate }] as const;
    }));
    const results = new Map(confirmed);
    const lost = acceptable.filter((challenger) => results.get(challenger) === null);
    if (lost.length > 0) this.#challenges.drop({ ...contest, challengers: lost }, "unconfirmed");
    return challengers.flatMap((challenger) => {
      const result = results.get(challenger);
      return result === null ? [] : [result ?? challenger];
    });
  }

  /** Evaluates pairs once more, as many as fit beside the validation of the best. */
  async #repeat(step: number, pairs: readonly Pair[]): Promise<readonly Report[]> {
    const { evaluations, facts: { examples }, signal } = this.#options;
    const left = { evaluationsLeft: this.#evaluationsLeft(step), examples };
    const fitting = affordable(left, 1, { later: 0 });
    return await evaluations.repeat(step, pairs.slice(0, fitting), signal);
  }
}
