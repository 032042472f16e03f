/**
 * Asks the proposer of a run: connects the proposal pipeline with event log, memory and budget.
 *
 * @module
 */
import { ModelError, UsageError } from "../errors.ts";
import type { LanguageModel } from "../model/language_model.ts";
import { type Redact, redactor, withRedactedPrompts } from "../model/redact.ts";
import { Semaphore } from "../model/semaphore.ts";
import {
  type AttemptResult,
  type ContextRequest,
  proposeChanges,
  type SuggestionAttempt,
  type ValidationRequest,
} from "../optimizer/propose_changes.ts";
import { decodeMemory, type EncodedMemory, encodeMemory, keepsMemory } from "../problem/memory.ts";
import type { Problem } from "../problem/problem.ts";
import { refusedIn } from "../problem/refused.ts";
import type { Validation } from "../problem/proposal.ts";
import type { ProposeContext, Proposer, ProposerWarning } from "../problem/proposer.ts";
import type { RefusedValue, Trial } from "../problem/trial.ts";
import { AnswerWatch } from "./answer_watch.ts";
import { type Candidate, candidateOf } from "./candidate.ts";
import { type EvaluationModels, usingModels } from "./evaluation_models.ts";
import type { Attempt, Evaluator, SmokeInputs, TaskFacts } from "./evaluator.ts";
import type { EventOf, RunEvent } from "./event.ts";
import type { History } from "./history.ts";
import type { Journal } from "./journal.ts";
import { journaled } from "./journaled_model.ts";
import type { Ledger } from "./ledger.ts";
import type { Notes } from "./notes.ts";
import { problemOf } from "./problem_of.ts";
import { candidateFrom, proposedEvent, resultIn } from "./proposed_event.ts";
import { redactedWords } from "./redacted_event.ts";
import { randomFrom, seedOf } from "../seeds.ts";
import type { AskPlace } from "./settings_in_force.ts";
import type { EvaluatedCandidate, ProposeOptions } from "./trainer.ts";
import { Trials } from "./trials.ts";

/** The parts of a run used by asks. */
export interface AsksOptions {
  readonly proposer: Proposer;
  readonly model: LanguageModel | null;
  readonly evaluator: Evaluator;
  /** The models that agent and guide ask. @default those of the context */
  readonly models?: EvaluationModels;
  readonly facts: TaskFacts;
  readonly history: History;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly emit: (event: RunEvent) => void;
  readonly settings: AskSettings;
  readonly signal: AbortSignal;
  /** Arguments on which proposed code is tried. */
  readonly inputs: () => SmokeInputs;
  /** Redacts prompts and refusals. @default keys only */
  readonly redact?: Redact;
  /** Decides which failure of the model ends the run. @default one that has seen no event */
  readonly answers?: AnswerWatch;
  /** Feedback of persons. @default none */
  readonly notes?: Notes;
  /** Evaluates one candidate on the examples of a step. */
  readonly evaluate: (
    step: number,
    candidate: Candidate,
    of: EvaluatedCandidate,
  ) => Promise<EvaluatedCandidate>;
  /** Number of candidates that can still be evaluated on the examples of a step, decided at a place of the log. */
  readonly affordable: (of: EvaluatedCandidate, place: AskPlace) => number;
}

/** Settings of a run for asks. */
export interface AskSettings {
  readonly seed: number;
  /** Suggestions per step. @default the proposer's own */
  readonly proposals?: number | undefined;
  /** Maximum repairs of one suggestion. @default 3 */
  readonly repairs?: number | undefined;
}

/** One ask: a call of the proposer, with its repairs. */
export interface AskRequest extends ProposeOptions {
  readonly step: number;
  /** The candidate to improve, with its reports. */
  readonly of: EvaluatedCandidate;
}

type AnsweredEvent = EventOf<"answered">;

/** An ask with its place in the log. */
interface NumberedAsk extends AskRequest {
  readonly count: number;
  /** Number of its first proposal within the step. */
  readonly first: number;
  /** Number of the ask within the step, without those of other proposers. */
  readonly number: number;
  readonly trials: Trials;
}

/** The result of a suggestion that the log lacks. */
const noResult: AttemptResult = { outcome: "nothing", changes: {}, rejections: [] };

/** Maximum suggestions of one ask. */
const maxCount = 10_000;

/** Asks the proposer, and makes candidates from its suggestions. */
export class Asks {
  readonly #options: AsksOptions;
  readonly #answers: AnswerWatch;
  readonly #redact: Redact;
  /** Messages of the proposer that were logged as warnings. */
  readonly #warned = new Set<string>();
  /** The memory as logged; undefined if none is kept. */
  #memory: EncodedMemory | undefined;
  /** The memory at the first ask of the step, by which all of them are counted. */
  #counted: EncodedMemory | undefined;
  /** Candidates of the step's asks, in the order of these; null for a suggestion without one. */
  #candidates: (readonly (string | null)[])[] = [];
  /** Those of the previous step that asked. */
  #previous: readonly (string | null)[] = [];
  /** Settles with the last ask; asks that share memory wait for each other. */
  #last: Promise<unknown> = Promise.resolve();
  /** Admits one trial at a time: two that try the same values count once. */
  readonly #trialTurns = new Semaphore(1);
  #step = 0;
  /** Number of proposals reserved for earlier asks of the step. */
  #numbered = 0;

  /** @param options the parts of the run */
  constructor(options: AsksOptions) {
    this.#options = options;
    const { proposer, answers = new AnswerWatch() } = options;
    this.#answers = answers;
    this.#redact = options.redact ?? redactor();
    if (keepsMemory(proposer)) this.#memory = encodeMemory(proposer, proposer.initialMemory);
  }

  /**
   * The candidates of the suggestions, in order; null for a suggestion without one.
   *
   * @throws {ModelError} when no later call can succeed either, or the model never answered
   * @throws {BudgetError} when the model's budget is spent
   */
  ask(request: AskRequest): Promise<readonly (Candidate | null)[]> {
    const ask = this.#number(request);
    if (!keepsMemory(this.#options.proposer)) return this.#ask(ask);
    const turn = this.#last.then(() => this.#ask(ask));
    this.#last = turn.catch(() => {}); // the caller of that ask gets its error
    return turn;
  }

  /** Place of the next ask of a step. */
  next(step: number): AskPlace {
    return { step, proposal: step === this.#step ? this.#numbered : 0 };
  }

  /** Numbers an ask in the log at the time of the call, so that timing has no influence. */
  #number(request: AskRequest): NumberedAsk {
    const { settings, history } = this.#options;
    const proposer = this.#proposerOf(request);
    if (request.step !== this.#step) this.#begin(request.step);
    const { shares = 1, atMost = Infinity } = request;
    const wanted = request.count ?? (request.by === undefined ? settings.proposals : undefined) ??
      proposer.suggestionCount?.({ history, memory: decoded(this.#counted) }) ?? 1;
    const count = Math.min(shares > 1 ? Math.ceil(wanted / shares) : wanted, atMost);
    if (!Number.isSafeInteger(count) || count < 1 || count > maxCount) {
      throw new UsageError(
        `Cannot ask "${proposer.name}" for "${count}" suggestions: received no whole number from 1 to ${maxCount}`,
      );
    }
    const place = this.next(request.step);
    const trials = this.#trialsOf(request, count * shares, place);
    this.#numbered += count;
    const number = request.by === undefined ? this.#candidates.push([]) - 1 : 0;
    return { ...request, count, first: place.proposal, number, trials };
  }

  #begin(step: number): void {
    [this.#step, this.#numbered, this.#counted] = [step, 0, this.#memory];
    if (this.#candidates.length === 0) return;
    [this.#previous, this.#candidates] = [this.#candidates.flat(), []];
  }

  #trialsOf({ step, of }: AskRequest, suggestions: number, place: AskPlace): Trials {
    const { affordable, evaluate, signal } = this.#options;
    return new Trials({
      ...{ of, suggestions, signal, turns: this.#trialTurns },
      affordable: affordable(of, place),
      evaluate: (candidate) => evaluate(step, candidate, of),
    });
  }

  async #ask(ask: NumberedAsk): Promise<readonly (Candidate | null)[]> {
    const { journal, emit } = this.#options;
    const answered = journal.answer({ step: ask.step, proposal: ask.first });
    const results = answered === undefined
      ? await this.#propose(ask)
      : await this.#repeat(ask, answered);
    const made = results.map((result, suggestion) => this.#made(ask, suggestion, result));
    if (ask.by === undefined) this.#candidates[ask.number] = made.map((each) => each?.id ?? null);
    if (answered !== undefined) this.#memory = answered.memory as EncodedMemory; // as: the log's own
    const memory = this.#memory;
    const tried = answered?.tried ?? ask.trials.tried;
    emit({
      type: "answered",
      step: ask.step,
      proposal: ask.first,
      suggestions: made.length,
      ...(tried.length === 0 ? {} : { tried }),
      ...(memory === undefined ? {} : { memory }),
    });
    return made;
  }

  /** The results of an ask that the log contains completely; its trials are answered from the log too. */
  async #repeat(
    { step, first, trials }: NumberedAsk,
    answered: AnsweredEvent,
  ): Promise<readonly AttemptResult[]> {
    const { journal } = this.#options;
    await trials.repeat(answered.tried ?? []);
    return Array.from({ length: answered.suggestions }, (_, suggestion) => {
      let result = noResult;
      for (let attempt = 0;; attempt++) {
        const known = journal.proposal({ step, proposal: first + suggestion, attempt });
        if (known === undefined) return result;
        this.#emitAttempt(known);
        // As in the pipeline: a repair without a result keeps the earlier one.
        if (attempt === 0 || known.outcome === "suggestion") result = resultIn(known);
      }
    });
  }

  /** The candidate of a result, if it changes anything; the history learns what was refused of it. */
  #made(ask: NumberedAsk, suggestion: number, result: AttemptResult): Candidate | null {
    const parent = ask.of.candidate;
    const made = candidateFrom(parent, result.changes);
    if (made === null) return null;
    const candidate = result.isProvisional ? { ...made, isProvisional: true } : made;
    this.#options.history.addProposal(candidate, this.#refusedOf(ask, suggestion, result));
    return candidate;
  }

  #refusedOf(
    ask: NumberedAsk,
    suggestion: number,
    result: AttemptResult,
  ): readonly RefusedValue[] {
    if (result.rejections.length === 0 && result.reason === undefined) return [];
    const attempt = attemptOf(ask, { suggestion, attempt: 0 });
    const event = proposedEvent(attempt, ask.of.candidate, result);
    return refusedIn(resultIn(redactedWords(event, this.#redact)));
  }

  /** Runs an ask through the pipeline; an ask without an answer is logged as unusable. */
  async #propose(ask: NumberedAsk): Promise<readonly AttemptResult[]> {
    const proposer = this.#proposerOf(ask);
    const repairs = ask.by === undefined ? this.#options.settings.repairs : 0;
    const problem = problemOf(ask.of, { ...this.#options, proposer });
    try {
      return await proposeChanges(proposer, problem, {
        contextOf: (attempt) => this.#context(ask, problem, attempt),
        validate: (request) => this.#validate(ask, request, attemptOf(ask, request)),
        ...(repairs === undefined ? {} : { repairs }),
        known: (attempt) => this.#known(ask, attempt),
        onResult: (attempt, result) => this.#record(ask, attempt, result),
        onAnswer: ({ memory }) => {
          if (memory !== undefined) this.#memory = encodeMemory(proposer, memory);
        },
      });
    } catch (error) {
      if (!(error instanceof ModelError) || this.#answers.isEnd(error)) throw error;
      this.#warnOfLoss(ask, error);
      const result: AttemptResult = {
        outcome: "unusable",
        changes: {},
        rejections: [],
        reason: error.message,
      };
      this.#record(ask, { suggestion: 0, attempt: 0 }, result);
      return [result];
    }
  }

  /** Logs each message of the proposer once in a run. */
  #warnOnce(step: number, warning: ProposerWarning): void {
    if (this.#warned.has(warning.message)) return;
    this.#warned.add(warning.message);
    this.#options.emit({ type: "warning", step, ...warning });
  }

  #warnOfLoss({ step }: NumberedAsk, { message, advice }: ModelError): void {
    this.#options.emit({
      type: "warning",
      step,
      code: "model-lost",
      message: `Step ${step} got no proposal from the model. ${message}`,
      ...(advice === undefined ? {} : { advice }),
    });
  }

  #context(ask: NumberedAsk, problem: Problem, attempt: ContextRequest): ProposeContext {
    const { model, history, inputs, settings: { seed }, signal } = this.#options;
    const of = attemptOf(ask, attempt);
    const { population } = ask;
    return {
      count: ask.count,
      random: randomFrom(seedOf(seed, "propose", of.step, of.proposal, of.attempt)),
      history: population === undefined ? history : history.startingFrom(population),
      inputs: inputs(),
      ask: ask.number,
      previous: ask.number === 0 ? this.#previousTrials() : [],
      memory: decoded(this.#memory),
      model: model && withRedactedPrompts(journaled(model, { ...this.#options, of }), this.#redact),
      trial: this.#trialOf(ask, problem, attempt),
      warn: (warning) => this.#warnOnce(ask.step, warning),
      signal,
    };
  }

  #proposerOf({ by }: Pick<AskRequest, "by">): Proposer {
    return by ?? this.#options.proposer;
  }

  #previousTrials(): readonly (Trial | null)[] {
    const { history } = this.#options;
    return this.#previous.map((id) => id === null ? null : history.trial(id) ?? null);
  }

  /** Evaluates values for a proposer on the examples of its step. */
  #trialOf(
    ask: NumberedAsk,
    problem: Problem,
    { suggestion: own, accepted }: ContextRequest,
  ): NonNullable<ProposeContext["trial"]> {
    // Not checked as an attempt of the log: that one's result is not the trial's.
    const validate = (request: ValidationRequest) => this.#validate(ask, request);
    return async (values, { suggestion = own, isText = false } = {}) => {
      if (suggestion >= ask.count) return { kind: "spent" };
      const request = { suggestion, isText, accepted, problem, validate };
      return await ask.trials.run(values, request);
    };
  }

  /** @param attempt the attempt of the log that suggested the values, if one did */
  async #validate(
    ask: NumberedAsk,
    { changes, accepted, isDerived = false }: Pick<
      ValidationRequest,
      "changes" | "accepted" | "isDerived"
    >,
    attempt?: Attempt,
  ): Promise<Validation> {
    const { evaluator, model, models, inputs, signal } = this.#options;
    // No model reads what was not validated completely.
    const mayBeProvisional = ask.mayBeProvisional === true && isDerived && model === null;
    const candidate = candidateOf({ ...ask.of.candidate.values, ...accepted, ...changes });
    // Proposed code is tried with its tools, which may ask.
    const { result: validation, hasFailed } = await usingModels(
      models,
      { step: ask.step, signal },
      () =>
        evaluator.validate(candidate, Object.keys(changes), {
          ...(attempt === undefined ? {} : { attempt }),
          ...(mayBeProvisional ? { mayBeProvisional } : {}),
          inputs: inputs(),
          signal,
        }),
    );
    return {
      ...validation,
      rejections: redactedWords(validation.rejections, this.#redact),
      ...(hasFailed ? { isByClock: true } : {}), // another run may get an answer
    };
  }

  /** The result of an attempt in the log being resumed. */
  #known(ask: NumberedAsk, attempt: SuggestionAttempt): AttemptResult | undefined {
    const known = this.#options.journal.proposal(attemptOf(ask, attempt));
    return known && resultIn(known);
  }

  #record(ask: NumberedAsk, attempt: SuggestionAttempt, result: AttemptResult): void {
    this.#emitAttempt(proposedEvent(attemptOf(ask, attempt), ask.of.candidate, result));
  }

  /** Logs an attempt. The history gets it with the words that the log has. */
  #emitAttempt(event: EventOf<"proposed">): void {
    this.#options.emit(event);
    this.#options.history.addAttempt(redactedWords(event, this.#redact));
  }
}

function decoded(memory: EncodedMemory | undefined): unknown {
  return memory === undefined ? undefined : decodeMemory(memory);
}

function attemptOf(
  { step, first }: NumberedAsk,
  { suggestion, attempt }: SuggestionAttempt,
): Attempt {
  return { step, proposal: first + suggestion, attempt };
}
