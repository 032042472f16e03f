/**
 * The state of one training, and the actions of its trainer.
 *
 * @module
 */
import { BudgetError, UsageError } from "../errors.ts";
import type { LanguageModel } from "../model/language_model.ts";
import { decodeMemory, type EncodedMemory, encodeMemory, keepsMemory } from "../problem/memory.ts";
import type { Proposer } from "../problem/proposer.ts";
import { maxTrials } from "../problem/trial.ts";
import type { Acceptance } from "./acceptance.ts";
import { affordable } from "./affordable.ts";
import { Asks, type AskSettings } from "./asks.ts";
import { type Candidate, encodeValues } from "./candidate.ts";
import { Challenges, type Contest } from "./challenges.ts";
import type { Pair } from "./evaluated_event.ts";
import { type Evaluations, exampleId } from "./evaluations.ts";
import type { EvaluationModels } from "./evaluation_models.ts";
import type { Evaluator, ExampleRef, Report, TaskFacts } from "./evaluator.ts";
import type { RunEvent } from "./event.ts";
import { History } from "./history.ts";
import type { Journal } from "./journal.ts";
import type { Ledger } from "./ledger.ts";
import { allOf, batchFrom, easyFirst, type SamplingName } from "./sampling.ts";
import { compareScores, meanMetrics, meanScore, type Score } from "./scores.ts";
import { randomFrom, seedOf } from "../seeds.ts";
import type { AskPlace, EvaluationLimits } from "./settings_in_force.ts";
import { startWarning } from "./start_warning.ts";
import { StepSpending } from "./step_spending.ts";
import { TradeOffs } from "./trade_offs.ts";
import type {
  Best,
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
  readonly settings: TrainerRules & AskSettings & {
    readonly samples: number;
    /** @default "shuffled" */
    readonly sampling?: SamplingName;
  };
  readonly acceptance: Acceptance;
  readonly journal: Journal;
  readonly limits: EvaluationLimits;
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
  readonly #tradeOffs: TradeOffs;
  readonly #spending: StepSpending;
  #current: Candidate;
  #initial: Best | null = null;
  #best: Best | null = null;
  /** Number of train examples used by batches so far, over all epochs. */
  #drawn = 0;
  /** Examples of the latest epochs of a curriculum. */
  readonly #epochs = new Map<number, readonly ExampleRef[]>();
  /** The trainer's memory as logged. */
  #memory: EncodedMemory | undefined;

  /** @param options the parts of the run */
  constructor(options: TrainingStateOptions) {
    this.#options = options;
    this.#current = options.initial;
    this.#history = new History(options.initial);
    this.#tradeOffs = new TradeOffs(options.facts.metrics ?? {}, options.emit);
    this.#spending = new StepSpending(options.journal, () => options.evaluations.count);
    this.#asks = new Asks({
      ...options,
      emit: (event) => {
        this.#spending.see(event);
        options.emit(event);
      },
      history: this.#history,
      inputs: () => options.evaluations.inputs,
      evaluate: async (step, candidate, { examples }) => {
        const [evaluated] = await this.#evaluate(step, [candidate], examples);
        return evaluated!; // one per candidate
      },
      affordable: ({ examples }, place) => this.#affordable(examples.length, place),
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
    return this.#initial;
  }

  /** The best candidate on the validation split; null before the initial one was evaluated there. */
  get best(): Best | null {
    return this.#best;
  }

  /** The mean score of the current candidate over its train examples. */
  get currentScore(): Score {
    const trial = this.#history.trial(this.#current.id);
    return trial === undefined ? null : meanScore(Object.values(trial.scores));
  }

  /** Evaluates the initial candidate on the validation split, and warns when it fails there. */
  async begin(): Promise<void> {
    const warning = startWarning(await this.#offer(0, this.#current));
    if (warning !== undefined) this.#options.emit(warning);
  }

  /** Takes one step; returns the trainer's memory as logged, if any. */
  async takeStep(trainer: Trainer, step: number): Promise<unknown> {
    this.#history.beginStep();
    this.#spending.begin();
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
    const current = () => this.#current;
    const best = () => this.#best!; // set by `begin`
    return {
      step,
      settings,
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
      nextBatch: (size) => this.#nextBatch(size),
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
        this.#current = candidate;
      },
      offer: async (candidate) => void await this.#offer(step, candidate),
    };
  }

  /** Evaluations, with all their samples, that are left of the limit under which the next decision is taken. */
  #evaluationsLeft(step: number): number {
    return this.#leftAt(this.#asks.next(step));
  }

  #leftAt(place: AskPlace): number {
    const { evaluations, limits, settings: { samples } } = this.#options;
    return Math.floor(evaluations.leftOf(limits.at(place)) / samples);
  }

  /** The number of candidates that can be evaluated on a batch, so that the best of them can become the best of the run. */
  #affordable(batch: number, place: AskPlace): number {
    const { facts: { examples } } = this.#options;
    const later = examples.validation > 0 ? 0 : examples.train - batch;
    return affordable({ evaluationsLeft: this.#leftAt(place), examples }, batch, { later });
  }

  #nextBatch(wanted?: number): readonly ExampleRef[] {
    const { facts: { examples: { train: size } }, settings } = this.#options;
    const batchSize = Math.min(wanted ?? settings.batchSize, size);
    const first = this.#drawn;
    this.#drawn += batchSize;
    const { seed, sampling } = settings;
    const isArranged = sampling === "curriculum";
    return batchFrom(first, {
      size,
      batchSize,
      seed,
      ...(isArranged ? { arrange: (all, epoch) => this.#curriculum(all, epoch) } : {}),
    });
  }

  /** The examples of an epoch from easy to hard, as they were when its first one was drawn; the first epoch measures them. */
  #curriculum(examples: readonly ExampleRef[], epoch: number): readonly ExampleRef[] {
    const known = this.#epochs.get(epoch);
    if (known !== undefined) return known;
    const ordered = epoch === 0 ? examples : easyFirst(examples, this.#history.latest(maxTrials));
    this.#epochs.delete(epoch - 2);
    this.#epochs.set(epoch, ordered);
    return ordered;
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
    const made = await this.#asks.ask({ step, of, ...options });
    const byId = new Map(
      made.flatMap((candidate) => candidate === null ? [] : [[candidate.id, candidate]]),
    );
    byId.delete(of.candidate.id);
    return [...byId.values()];
  }

  /** The end of a budget that lets no proposal be evaluated; it is told when there was none before. */
  #spentBefore(step: number, { examples }: EvaluatedCandidate): BudgetError {
    const { facts: { examples: { train, validation } }, settings, limits, emit } = this.#options;
    const left = this.#evaluationsLeft(step);
    const needed = examples.length + (validation > 0 ? validation : train - examples.length);
    const message = `${left} evaluations are left of the budget, and a proposal needs ${needed}`;
    const limit = limits.at(this.#asks.next(step));
    if (this.#history.size === 0 && limit !== null) {
      emit({
        type: "warning",
        step,
        code: "budget-too-small",
        message: `No proposal is evaluated: ${message}`,
        advice: `Raise the budget of evaluations to ${
          limit + (needed - left) * settings.samples
        } or more, or give fewer examples.`,
      });
    }
    return new BudgetError("evaluations", `Cannot evaluate another proposal: ${message}`);
  }

  /** The actions of a step that compare candidates. */
  #comparing(step: number): Pick<TrainerContext, "judge" | "challenge" | "drop" | "settle"> {
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
      challenge: (incumbent, challengers, options) =>
        taken(this.#challenges.challenge(contest(incumbent, challengers), options)),
      drop: (incumbent, challengers, end) =>
        this.#challenges.drop(contest(incumbent, challengers), end),
      settle: async (incumbent, challengers, options) =>
        taken(await this.#challenges.settle(contest(incumbent, challengers), options)),
    };
  }

  /** Evaluates pairs once more, as many as fit beside the validation of the best. */
  async #repeat(step: number, pairs: readonly Pair[]): Promise<readonly Report[]> {
    const { evaluations, facts: { examples }, signal } = this.#options;
    const left = { evaluationsLeft: this.#evaluationsLeft(step), examples };
    const fitting = affordable(left, 1, { later: 0 });
    return await evaluations.repeat(step, pairs.slice(0, fitting), signal);
  }

  async #offer(step: number, candidate: Candidate): Promise<readonly Report[]> {
    const { facts: { examples: sizes }, evaluator, journal, emit } = this.#options;
    const split = sizes.validation > 0 ? "validation" : "train";
    const [evaluated] = await this.#evaluate(step, [candidate], allOf(split, sizes[split]));
    const reports = evaluated?.reports ?? [];
    const scores = reports.map((report) => report.score);
    if (split === "validation") this.#history.addValidation(candidate, meanScore(scores));
    this.#tradeOffs.offer(step, candidate, reports);
    if (this.#best !== null && compareScores(scores, this.#best.scores) <= 0) return reports; // on a tie the earlier one stays
    const score = meanScore(scores);
    this.#best = { candidate, score, scores, metrics: meanMetrics(reports), step };
    this.#initial ??= this.#best;
    const known = journal.best({ step, candidate: candidate.id });
    const agent = known === undefined ? await evaluator.exportAgent?.(candidate) : known.agent;
    emit({
      type: "best",
      step,
      candidate: candidate.id,
      score,
      parameters: encodeValues(candidate.values),
      ...(agent === undefined ? {} : { agent }),
    });
    return reports;
  }
}

/**
 * Proposers read the reports of what they improve, and the history of all comparisons.
 *
 * @throws {UsageError} for examples that are held out
 */
function requireTrain(action: string, examples: readonly ExampleRef[]): void {
  const heldOut = examples.find(({ split }) => split !== "train");
  if (heldOut === undefined) return;
  throw new UsageError(
    `Cannot ${action} "${
      exampleId(heldOut)
    }" as an example of a step: received the split ${heldOut.split}`,
    { advice: "Use train examples; offer() compares on the validation split." },
  );
}
