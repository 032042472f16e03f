/**
 * The proposal pipeline: ask, project, validate, repair; shared by the imperative optimizer and the trainers.
 *
 * @module
 */
import { ModelError } from "../errors.ts";
import type { Problem, Values } from "../problem/problem.ts";
import type { Answer, Proposal, Refusal, Rejection, Validation } from "../problem/proposal.ts";
import type { ProposeContext, Proposer } from "../problem/proposer.ts";
import { equalValues } from "../trace/equal_values.ts";
import { printValue } from "../trace/print_value.ts";
import { adoptCode } from "./adopt_code.ts";
import { projectSuggestion } from "./project_suggestion.ts";
import { shownParameters } from "./shown_parameters.ts";

/** Default maximum of repairs of one suggestion. */
const defaultRepairs = 3;

/** One attempt at one suggestion of an answer. */
export interface SuggestionAttempt {
  /** Number of the suggestion within the answer, from 0. */
  readonly suggestion: number;
  /** 0 for the first answer, then the number of the repair. */
  readonly attempt: number;
}

/** The result of one attempt, as plain data. */
export interface AttemptResult {
  /** Kind of the proposal. */
  readonly outcome: Proposal["kind"];
  /** Accepted values, including those of earlier attempts at the same suggestion. */
  readonly changes: Values;
  /** Refused values, with reasons. */
  readonly rejections: readonly Rejection[];
  /** The proposer's reasoning. */
  readonly reasoning?: string;
  /** The reason for no change. */
  readonly reason?: string;
  /** What was left out or rewritten of a model's answer, so that it could be used. */
  readonly notes?: readonly string[];
  /** Set when a time limit or a sandbox crash decided the result. */
  readonly isByClock?: boolean;
  /** Set when the complete validation of the changes was left for later. */
  readonly isProvisional?: boolean;
}

/** An attempt whose context is wanted. */
export interface ContextRequest extends SuggestionAttempt {
  /** Accepted values of earlier attempts at the suggestion. */
  readonly accepted: Values;
}

/** Values to validate. */
export interface ValidationRequest extends ContextRequest {
  /** The values of this attempt, used together with the accepted ones. */
  readonly changes: Values;
  /** Whether the suggestion's code was made on the syntax tree of checked code. @default false */
  readonly isDerived?: boolean;
}

/** The parts of the pipeline that the caller provides. */
export interface PipelineOptions<Memory = unknown> {
  /** The context of one ask; a repair may get its own model and random source. */
  readonly contextOf: (attempt: ContextRequest) => ProposeContext<Memory>;
  /** Checks converted values by schema, compiler and sandbox. */
  readonly validate: (request: ValidationRequest) => Promise<Validation>;
  /** Maximum repairs of one suggestion. @default 3 */
  readonly repairs?: number;
  /** A logged result, used instead of projecting and validating. @default none */
  readonly known?: (attempt: SuggestionAttempt) => AttemptResult | undefined;
  /** Called with each result. */
  readonly onResult?: (attempt: SuggestionAttempt, result: AttemptResult) => void;
  /** Called with the first answer. */
  readonly onAnswer?: (answer: Answer<Memory>) => void;
}

/**
 * Asks a proposer for changes. Results are in the order of the suggestions, each after its last attempt.
 *
 * A suggestion that is refused in part or unusable is returned for repair; accepted values are kept.
 *
 * @throws {ModelError} when the first ask gets no answer
 * @throws {BudgetError} when the model's budget is spent
 */
export async function proposeChanges<Memory>(
  proposer: Proposer<Memory>,
  problem: Problem,
  options: PipelineOptions<Memory>,
): Promise<readonly AttemptResult[]> {
  const context = options.contextOf({ suggestion: 0, attempt: 0, accepted: {} });
  const answer = checkedAnswer(proposer, await proposer.propose(problem, context));
  options.onAnswer?.(answer);
  const settling = proposalsOf(answer, context.count)
    .map((proposal, suggestion) => settle(proposal, suggestion, { proposer, problem, options }));
  await Promise.allSettled(settling); // no model call is running when this returns, even after a failure
  return await Promise.all(settling);
}

/** The proposals of an answer, at most `count`. */
function proposalsOf(answer: Answer, count: number): readonly Proposal[] {
  return answer.kind === "several" ? answer.proposals.slice(0, count) : [answer];
}

/**
 * Checks the shape of an answer: proposers may be custom code.
 *
 * @throws {TypeError} when it is not a proposal
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

/** One call of a proposer for one problem. */
interface Ask<Memory> {
  readonly proposer: Proposer<Memory>;
  readonly problem: Problem;
  readonly options: PipelineOptions<Memory>;
}

/** Runs one proposal through its attempts. */
async function settle<Memory>(
  first: Proposal,
  suggestion: number,
  ask: Ask<Memory>,
): Promise<AttemptResult> {
  const { repairs = defaultRepairs } = ask.options;
  const refusals: Refusal[] = [];
  let proposal: Proposal | undefined = first;
  let result: AttemptResult | undefined;
  let accepted: Values = {};
  for (let attempt = 0; proposal !== undefined; attempt++) {
    const next = await examine(proposal, { suggestion, attempt, accepted }, ask);
    // A repair without a result keeps the earlier result and its reasons.
    if (result === undefined || next.outcome === "suggestion") result = next;
    accepted = result.changes;
    const refusal = refusalOf(proposal, next);
    if (refusal === undefined || attempt === repairs) break;
    refusals.push(refusal);
    proposal = await askRepair({ suggestion, attempt: attempt + 1, accepted }, refusals, ask);
  }
  return result!; // set in the first round
}

/** Asks for a repair; undefined when the model gives none. */
async function askRepair<Memory>(
  attempt: ContextRequest,
  refusals: readonly Refusal[],
  { proposer, problem, options }: Ask<Memory>,
): Promise<Proposal | undefined> {
  const given = options.contextOf(attempt);
  const { suggestion } = attempt;
  const repair = { suggestion, count: given.count, refusals: [...refusals] };
  try {
    const context = { ...given, count: 1, repair };
    return proposalsOf(checkedAnswer(proposer, await proposer.propose(problem, context)), 1)[0];
  } catch (error) {
    if (error instanceof ModelError && !error.isFatal) return undefined;
    throw error;
  }
}

/** Projects and validates one proposal, unless its result is logged. */
async function examine<Memory>(
  proposal: Proposal,
  { suggestion, attempt, accepted }: ContextRequest,
  { problem, options }: Ask<Memory>,
): Promise<AttemptResult> {
  const of = { suggestion, attempt };
  const result = options.known?.(of) ??
    await check(proposal, { ...of, accepted }, { problem, validate: options.validate });
  options.onResult?.(of, result);
  return result;
}

async function check(
  proposal: Proposal,
  of: ContextRequest,
  { problem, validate }: Pick<PipelineOptions, "validate"> & { readonly problem: Problem },
): Promise<AttemptResult> {
  const { accepted } = of;
  switch (proposal.kind) {
    case "nothing":
      return {
        outcome: "nothing",
        changes: accepted,
        rejections: [],
        reasoning: proposal.reasoning,
      };
    case "unusable":
      return { outcome: "unusable", changes: accepted, rejections: [], reason: proposal.reason };
    case "suggestion": {
      const isText = proposal.text !== undefined;
      const { isDerived = false } = proposal;
      const checked = await checkValues(proposal.values, {
        ...{ problem, validate, of, isText, isDerived },
      });
      const rejections = [...proposal.rejections ?? [], ...checked.rejections];
      const changes = { ...accepted, ...checked.values };
      const isSame = Object.keys(changes).length === 0 && rejections.length === 0;
      const { notes } = checked;
      return {
        outcome: "suggestion",
        changes,
        rejections,
        reasoning: proposal.reasoning,
        ...(isSame ? { reason: "the suggested values are the current ones" } : {}),
        ...(notes.length === 0 ? {} : { notes }),
        ...(checked.isByClock ? { isByClock: true } : {}),
        ...(checked.isProvisional ? { isProvisional: true } : {}),
      };
    }
    default:
      return proposal satisfies never;
  }
}

/** Suggested values, sorted into accepted changes and refusals. */
export async function checkValues(
  suggested: Values,
  { problem, validate, of, isText = false, isDerived = false }: {
    readonly problem: Problem;
    readonly validate: PipelineOptions["validate"];
    readonly of: ContextRequest;
    /** Whether the values were read from a model's answer: its code is brought into the form of a program. */
    readonly isText?: boolean;
    /** Whether code among them was made on the syntax tree of checked code. */
    readonly isDerived?: boolean;
  },
): Promise<Validation & { readonly notes: readonly string[] }> {
  const parameters = shownParameters(problem);
  const { changes: given, rejected, ignored } = projectSuggestion(parameters, suggested, {
    isText,
  });
  const { changes, notes: ofCode } = isText
    ? await adoptCode(parameters, given)
    : { changes: given, notes: [] };
  const notes = [...ignored.map((name) => `${name} is no variable: left out`), ...ofCode];
  if (Object.keys(changes).length === 0) return { values: {}, rejections: rejected, notes };
  const { values, rejections, isByClock, isProvisional } = await validate({
    ...of,
    changes,
    ...(isDerived ? { isDerived } : {}),
  });
  const current = new Map(problem.parameters.map(({ name, value }) => [name, value]));
  const real = Object.entries(values)
    .filter(([name, value]) => !equalValues(value, current.get(name)));
  return {
    values: Object.fromEntries(real),
    rejections: [...rejected, ...rejections],
    notes,
    ...(isByClock ? { isByClock } : {}),
    ...(isProvisional ? { isProvisional } : {}),
  };
}

/** The reason for a repair; undefined when none is needed. */
function refusalOf(proposal: Proposal, result: AttemptResult): Refusal | undefined {
  if (proposal.kind === "nothing") return undefined;
  const { text, more } = proposal;
  const answer = {
    ...(text === undefined ? {} : { text }),
    ...(more === undefined ? {} : { more }),
  };
  switch (proposal.kind) {
    case "unusable":
      return text === undefined
        ? undefined
        : { ...answer, values: {}, rejections: [], reason: proposal.reason };
    case "suggestion":
      return result.rejections.length === 0
        ? undefined
        : { ...answer, values: proposal.values, rejections: result.rejections };
    default:
      return proposal satisfies never;
  }
}
