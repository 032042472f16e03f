/**
 * From a problem to a candidate: asks a proposer, checks what comes, and has a refused suggestion mended once.
 *
 * @module
 */
import { ModelError } from "../errors.ts";
import type { LanguageModel } from "../model/language_model.ts";
import type {
  Problem,
  Proposal,
  ProposeContext,
  Proposer,
  Rejection,
} from "../problem/proposer.ts";
import { shownParameters } from "../optimizer/shown_parameters.ts";
import { projectSuggestion } from "../optimizer/update.ts";
import type { FeedbackGraph } from "../propagate/feedback.ts";
import { equalValues } from "../trace/equal_values.ts";
import {
  type Candidate,
  candidateOf,
  decodeValues,
  encodeValues,
  type Values,
} from "./candidate.ts";
import type { Attempt, Evaluator, TaskFacts } from "./evaluator.ts";
import type { EventOf, RunEvent } from "./event.ts";
import type { History } from "./history.ts";
import type { Journal } from "./journal.ts";
import { journaled } from "./journaled_model.ts";
import type { Ledger } from "./ledger.ts";
import { randomFrom, seedOf } from "../seeds.ts";

/** What proposing needs. */
export interface ProposalsOptions {
  readonly evaluator: Evaluator;
  readonly facts: TaskFacts;
  /** Makes the proposer over a model; proposers keep no state, so each try has its own. */
  readonly proposer: (model: LanguageModel | null) => Proposer | Promise<Proposer>;
  readonly model: LanguageModel | null;
  readonly history: History;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly emit: (event: RunEvent) => void;
  readonly seed: number;
}

/** One proposal that is asked for. */
export interface ProposalRequest {
  readonly step: number;
  /** Its number within the step, from 0. */
  readonly proposal: number;
  readonly parent: Candidate;
  /** What was said of the parent. */
  readonly feedback: FeedbackGraph;
}

type ProposedEvent = EventOf<"proposed">;

/** A proposal that came, and what it came for. */
interface Examination {
  readonly of: Attempt;
  readonly parent: Candidate;
  readonly problem: Problem;
  readonly proposal: Proposal;
  /** Changes of the first try that stand. */
  readonly kept: Values;
}

/** Makes candidates. */
export class Proposals {
  readonly #options: ProposalsOptions;

  /** @param options what proposing needs */
  constructor(options: ProposalsOptions) {
    this.#options = options;
  }

  /**
   * The candidate that a proposal makes of its parent, or null when it makes none.
   *
   * @throws {ModelError} when no later call can succeed either @throws {BudgetError} when the model may not be asked
   */
  async propose(request: ProposalRequest, signal: AbortSignal): Promise<Candidate | null> {
    const first = await this.#attempt(request, {}, undefined, signal);
    const last = first.rejections.length === 0
      ? first
      : await this.#attempt(request, first.changes ?? {}, refusalOf(first), signal);
    const made = last.candidate === undefined ? first : last;
    if (made.candidate === undefined) return null;
    return {
      id: made.candidate,
      values: { ...request.parent.values, ...decodeValues(made.changes ?? {}) },
    };
  }

  /** One try, from the journal where it is known. @param kept changes of the first try that stand */
  async #attempt(
    request: ProposalRequest,
    kept: Values,
    refused: ProposeContext["refused"],
    signal: AbortSignal,
  ): Promise<ProposedEvent> {
    const { journal, emit } = this.#options;
    const of = {
      step: request.step,
      proposal: request.proposal,
      attempt: refused === undefined ? 0 : 1,
    };
    const known = journal.proposal(of);
    if (known !== undefined) {
      emit(known);
      return known;
    }
    const problem = this.#problem(request);
    const proposal = await this.#ask(problem, of, refused, signal);
    const event = {
      ...of,
      ...await this.#examine({ of, parent: request.parent, problem, kept, proposal }, signal),
    };
    emit(event);
    return event;
  }

  async #ask(
    problem: Problem,
    of: Attempt,
    refused: ProposeContext["refused"],
    signal: AbortSignal,
  ): Promise<Proposal> {
    const { model, history, emit, seed } = this.#options;
    const ownModel = model === null ? null : journaled(model, { ...this.#options, of });
    try {
      const proposer = await this.#options.proposer(ownModel);
      return await proposer.propose(problem, {
        random: randomFrom(seedOf(seed, "propose", of.step, of.proposal, of.attempt)),
        history: history.trials,
        ...(refused === undefined ? {} : { refused }),
        signal,
        onEvent(event) {
          if (event.kind !== "re-ask") return; // exchanges and retries are told by the model
          const { reason, text } = event;
          emit({ type: "model-trouble", step: of.step, kind: "re-ask", reason, text });
        },
      });
    } catch (error) {
      if (!(error instanceof ModelError) || error.isFatal) throw error;
      return { kind: "unusable", reason: error.message, text: error.text ?? "" };
    }
  }

  #problem({ parent, feedback }: ProposalRequest): Problem {
    const { facts } = this.#options;
    return {
      objective: facts.objective,
      parameters: facts.parameters.map((parameter) => ({
        ...parameter,
        value: parent.values[parameter.name],
      })),
      feedback,
    };
  }

  async #examine(
    { of, parent, problem, kept, proposal }: Examination,
    signal: AbortSignal,
  ): Promise<Omit<ProposedEvent, keyof Attempt>> {
    const base = { type: "proposed", outcome: proposal.kind, parent: parent.id } as const;
    switch (proposal.kind) {
      case "nothing":
        return { ...base, reasoning: proposal.reasoning, rejections: [] };
      case "unusable":
        return { ...base, reason: proposal.reason, rejections: [] };
      case "suggestion": {
        const checked = await this.#check(of, parent, {
          problem,
          suggested: proposal.values,
          signal,
        });
        const changes = { ...kept, ...encodeValues(checked.changes) };
        return {
          ...base,
          ...outcomeOf(parent, changes, checked.rejections.length > 0),
          reasoning: proposal.reasoning,
          rejections: checked.rejections.map(encodeRejection),
          ...(checked.isByClock ? { isByClock: true } : {}),
        };
      }
      default:
        return proposal satisfies never;
    }
  }

  /** Sorts suggested values into those that change something and those that are refused. */
  async #check(
    attempt: Attempt,
    parent: Candidate,
    { problem, suggested, signal }: {
      readonly problem: Problem;
      readonly suggested: Values;
      readonly signal: AbortSignal;
    },
  ): Promise<Pick<ProposedEvent, "rejections" | "isByClock"> & { readonly changes: Values }> {
    const { changes, rejected } = projectSuggestion(shownParameters(problem), suggested);
    const names = Object.keys(changes);
    if (names.length === 0) return { changes, rejections: rejected };
    const candidate = candidateOf({ ...parent.values, ...changes });
    const validation = await this.#options.evaluator.validate(candidate, names, {
      attempt,
      signal,
    });
    const real = Object.entries(validation.values)
      .filter(([name, value]) => !equalValues(value, parent.values[name]));
    return {
      changes: Object.fromEntries(real),
      rejections: [...rejected, ...validation.rejections],
      isByClock: validation.isByClock ?? false,
    };
  }
}

/** The candidate that changes make, if they make one. */
function outcomeOf(
  parent: Candidate,
  changes: Values,
  isRefused: boolean,
): Pick<ProposedEvent, "candidate" | "changes" | "reason"> {
  if (Object.keys(changes).length > 0) {
    const { id } = candidateOf({ ...parent.values, ...decodeValues(changes) });
    return { candidate: id, changes };
  }
  return isRefused ? {} : { reason: "the suggested values are the current ones" };
}

function refusalOf(event: ProposedEvent): NonNullable<ProposeContext["refused"]> {
  const rejections = event.rejections.map((rejection) => ({
    ...rejection,
    ...decodeValues({ value: rejection.value }),
  }));
  const refused = rejections.map(({ parameter, value }) => [parameter, value]);
  return {
    values: { ...decodeValues(event.changes ?? {}), ...Object.fromEntries(refused) },
    rejections,
  };
}

function encodeRejection(rejection: Rejection): Rejection {
  return { ...rejection, ...encodeValues({ value: rejection.value }) };
}
