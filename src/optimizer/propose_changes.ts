/**
 * The one proposal pipeline: ask, project, validate, repair; used by the imperative optimizer and by trainers.
 *
 * @module
 */
import { ModelError } from "../errors.ts";
import type { Problem, Values } from "../problem/problem.ts";
import type { Answer, Proposal, Refusal, Rejection, Validation } from "../problem/proposal.ts";
import type { ProposeContext, Proposer } from "../problem/proposer.ts";
import { equalValues } from "../trace/equal_values.ts";
import { printValue } from "../trace/print_value.ts";
import { projectSuggestion } from "./project_suggestion.ts";
import { shownParameters } from "./shown_parameters.ts";

/** Repairs of one suggestion that are asked for, unless the settings say otherwise. */
export const defaultRepairs = 2;

/** One attempt at one suggestion of an answer. */
export interface SuggestionAttempt {
  /** Number of the suggestion within the answer, from 0. */
  readonly suggestion: number;
  /** 0 for the first answer, then the number of the repair. */
  readonly attempt: number;
}

/** The result of one attempt: plain data. */
export interface AttemptResult {
  /** Kind of the proposal. */
  readonly outcome: Proposal["kind"];
  /** Values that may be applied, those of earlier attempts at the same suggestion included. */
  readonly changes: Values;
  /** Values that are refused, with reasons. */
  readonly rejections: readonly Rejection[];
  /** The proposer's reasons. */
  readonly reasoning?: string;
  /** Why there is no change. */
  readonly reason?: string;
  /** Set when a limit of the wall clock, or the end of a sandbox, decided it. */
  readonly isByClock?: boolean;
}

/** Values to validate. */
export interface ValidationRequest extends SuggestionAttempt {
  /** The values of this attempt. */
  readonly changes: Values;
  /** Values of earlier attempts that stand, to be used beside them. */
  readonly kept: Values;
}

/** The parts of the pipeline that its caller supplies. */
export interface PipelineOptions<Memory = unknown> {
  /** The context of one ask; a repair may be given a context (model, random source) of its own. */
  readonly contextOf: (attempt: SuggestionAttempt) => ProposeContext<Memory>;
  /** Checks converted values by schema, compiler and sandbox. */
  readonly validate: (request: ValidationRequest) => Promise<Validation>;
  /** Repairs of one suggestion at most. @default 2 */
  readonly repairs?: number;
  /** A result that is known from a log: it takes the place of projecting and validating. @default none */
  readonly known?: (attempt: SuggestionAttempt) => AttemptResult | undefined;
  /** Called with each result. */
  readonly onResult?: (attempt: SuggestionAttempt, result: AttemptResult) => void;
  /** Called with the answer to the first ask. */
  readonly onAnswer?: (answer: Answer<Memory>) => void;
}

/**
 * Asks a proposer for changes. The results stand in the order of the suggestions, each after its last attempt.
 *
 * A suggestion that is refused in part or cannot be read is given back for repair; values that passed are kept.
 *
 * @throws {ModelError} when the first ask gets no answer
 * @throws {BudgetError} when the model's budget is spent
 */
export async function proposeChanges<Memory>(
  proposer: Proposer<Memory>,
  problem: Problem,
  options: PipelineOptions<Memory>,
): Promise<readonly AttemptResult[]> {
  const context = options.contextOf({ suggestion: 0, attempt: 0 });
  const answer = checkedAnswer(proposer, await proposer.propose(problem, context));
  options.onAnswer?.(answer);
  const settling = proposalsOf(answer, context.count)
    .map((proposal, suggestion) => settle(proposal, suggestion, { proposer, problem, options }));
  await Promise.allSettled(settling); // nothing is asked any more when this returns, whatever failed
  return await Promise.all(settling);
}

/** The proposals of an answer, at most `count`. */
function proposalsOf(answer: Answer, count: number): readonly Proposal[] {
  return answer.kind === "several" ? answer.proposals.slice(0, count) : [answer];
}

/**
 * Checks the shape of an answer, which may come from untyped code.
 *
 * @throws {TypeError} when it is no proposal
 */
function checkedAnswer<Memory>(proposer: Proposer<Memory>, answer: Answer<Memory>): Answer<Memory> {
  const isProposal = (value: unknown) =>
    typeof value === "object" && value !== null && "kind" in value &&
    (value.kind === "nothing" || value.kind === "unusable" ||
      (value.kind === "suggestion" && "values" in value && typeof value.values === "object" &&
        value.values !== null));
  const isSeveral = typeof answer === "object" && answer !== null && answer.kind === "several" &&
    Array.isArray(answer.proposals);
  if (isSeveral ? answer.proposals.every(isProposal) : isProposal(answer)) return answer;
  throw new TypeError(
    `Cannot use the answer of "${proposer.name}" as a proposal: received ${
      printValue(answer, 200)
    }`,
  );
}

/** A proposer at work on one problem. */
interface Ask<Memory> {
  readonly proposer: Proposer<Memory>;
  readonly problem: Problem;
  readonly options: PipelineOptions<Memory>;
}

/** Takes one proposal through its attempts. */
async function settle<Memory>(
  first: Proposal,
  suggestion: number,
  ask: Ask<Memory>,
): Promise<AttemptResult> {
  const { repairs = defaultRepairs } = ask.options;
  const refusals: Refusal[] = [];
  let proposal: Proposal | undefined = first;
  let result: AttemptResult | undefined;
  for (let attempt = 0; proposal !== undefined; attempt++) {
    const kept: Values = result?.changes ?? {};
    const next = await examine(proposal, { suggestion, attempt, kept }, ask);
    // A repair that brings nothing leaves the earlier result, with its reasons.
    if (result === undefined || next.outcome === "suggestion") result = next;
    const refusal = refusalOf(proposal, next);
    if (refusal === undefined || attempt === repairs) break;
    refusals.push(refusal);
    proposal = await askRepair({ suggestion, attempt: attempt + 1 }, refusals, ask);
  }
  return result!; // the first round has set it
}

/** Asks for a repair; undefined when the model gives none. */
async function askRepair<Memory>(
  attempt: SuggestionAttempt,
  refusals: readonly Refusal[],
  { proposer, problem, options }: Ask<Memory>,
): Promise<Proposal | undefined> {
  const repair = { suggestion: attempt.suggestion, refusals: [...refusals] };
  try {
    const context = { ...options.contextOf(attempt), count: 1, repair };
    return proposalsOf(checkedAnswer(proposer, await proposer.propose(problem, context)), 1)[0];
  } catch (error) {
    if (error instanceof ModelError && !error.isFatal) return undefined;
    throw error;
  }
}

/** Projects and validates one proposal, unless its result is known. */
async function examine<Memory>(
  proposal: Proposal,
  { suggestion, attempt, kept }: SuggestionAttempt & { readonly kept: Values },
  { problem, options }: Ask<Memory>,
): Promise<AttemptResult> {
  const of = { suggestion, attempt };
  const result = options.known?.(of) ??
    await check(proposal, { ...of, kept }, { problem, validate: options.validate });
  options.onResult?.(of, result);
  return result;
}

async function check(
  proposal: Proposal,
  of: SuggestionAttempt & { readonly kept: Values },
  { problem, validate }: Pick<PipelineOptions, "validate"> & { readonly problem: Problem },
): Promise<AttemptResult> {
  const { kept } = of;
  switch (proposal.kind) {
    case "nothing":
      return {
        outcome: "nothing",
        changes: kept,
        rejections: [],
        reasoning: proposal.reasoning,
      };
    case "unusable":
      return { outcome: "unusable", changes: kept, rejections: [], reason: proposal.reason };
    case "suggestion": {
      const checked = await checkValues(proposal.values, { problem, validate, of });
      const changes = { ...kept, ...checked.values };
      const isSame = Object.keys(changes).length === 0 && checked.rejections.length === 0;
      return {
        outcome: "suggestion",
        changes,
        rejections: checked.rejections,
        reasoning: proposal.reasoning,
        ...(isSame ? { reason: "the suggested values are the current ones" } : {}),
        ...(checked.isByClock ? { isByClock: true } : {}),
      };
    }
    default:
      return proposal satisfies never;
  }
}

/** Suggested values, sorted into those that change something and those that are refused. */
export async function checkValues(
  suggested: Values,
  { problem, validate, of }: {
    readonly problem: Problem;
    readonly validate: PipelineOptions["validate"];
    readonly of: SuggestionAttempt & { readonly kept: Values };
  },
): Promise<Validation> {
  const { changes, rejected } = projectSuggestion(shownParameters(problem), suggested);
  if (Object.keys(changes).length === 0) return { values: {}, rejections: rejected };
  const { values, rejections, isByClock } = await validate({ ...of, changes });
  const current = new Map(problem.parameters.map(({ name, value }) => [name, value]));
  const real = Object.entries(values)
    .filter(([name, value]) => !equalValues(value, current.get(name)));
  return {
    values: Object.fromEntries(real),
    rejections: [...rejected, ...rejections],
    ...(isByClock ? { isByClock } : {}),
  };
}

/** The reason to ask for a repair; undefined when there is none. */
function refusalOf(proposal: Proposal, result: AttemptResult): Refusal | undefined {
  const text = proposal.text === undefined ? {} : { text: proposal.text };
  switch (proposal.kind) {
    case "nothing":
      return undefined;
    case "unusable":
      return proposal.text === undefined
        ? undefined
        : { ...text, values: {}, rejections: [], reason: proposal.reason };
    case "suggestion":
      return result.rejections.length === 0
        ? undefined
        : { ...text, values: proposal.values, rejections: result.rejections };
    default:
      return proposal satisfies never;
  }
}
