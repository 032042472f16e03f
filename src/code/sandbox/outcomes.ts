/**
 * Parses a sandbox's reply to a call: checks shape and size of every field.
 *
 * @module
 */
import {
  type CallReport,
  type CallResult,
  type CallTrace,
  type ConsoleLine,
  emptyTrace,
  type InnerCall,
  type StatementEvent,
} from "../../../sandbox/protocol.ts";
import { replyLimits } from "../../../sandbox/limits.ts";
import { decode, type DecodeRules, reasonOf } from "../../../sandbox/value/decode.ts";
import { claimLimitsOf, sampleLimits, type ValueLimits } from "../../../sandbox/value/limits.ts";
import type { RawError } from "../../../sandbox/protocol.ts";
import type { SandboxLimits } from "./limits.ts";
import { plainError, type PositionsByUnit, thrownError } from "./thrown_error.ts";

/** The host's data about a request. */
export interface OutcomeContext {
  readonly count: number;
  readonly limits: SandboxLimits;
  readonly positions: PositionsByUnit;
  /** Duration of the whole request. */
  readonly durationMs: number;
  /** Time limit of one argument list. */
  readonly limitMs: number;
}

const noLines: readonly ConsoleLine[] = Object.freeze([]);
const noNumbers: Readonly<Record<string, number>> = Object.freeze({});

/**
 * Parses the outcomes of one request.
 *
 * @param claim the reply to the kernel's `call`
 * @throws {TypeError} when its shape or size is not one that the kernel produces
 */
export function parseOutcomes(claim: unknown, context: OutcomeContext): CallResult[] {
  if (typeof claim !== "string") throw malformed("outcomes that are no text");
  const { maxReplyChars, maxNoticeChars } = replyLimits;
  if (claim.length > maxReplyChars + context.count * maxNoticeChars) {
    throw malformed(`outcomes of ${claim.length} characters`);
  }
  const outcomes: unknown = JSON.parse(claim);
  if (!Array.isArray(outcomes) || outcomes.length !== context.count) {
    throw malformed("another number of outcomes");
  }
  const durationMs = context.durationMs / context.count;
  const item = { ...context, durationMs, claimLimits: claimLimitsOf(context.limits) };
  return outcomes.map((outcome) => parseOutcome(record(outcome), item));
}

/** The context of one outcome. */
interface ItemContext extends OutcomeContext {
  readonly claimLimits: ValueLimits;
}

function parseOutcome(
  outcome: Record<string, unknown>,
  context: ItemContext,
): CallResult {
  const report = parseReport(outcome, context);
  switch (outcome.kind) {
    case "value":
      return valueResult(outcome.value, context, report);
    case "thrown":
    case "refused":
      return { kind: outcome.kind, error: parseError(outcome.error, context), ...report };
    case "timeout":
      return {
        kind: "timeout",
        error: parseError(outcome.error, context),
        limitMs: context.limitMs,
        ...report,
      };
    default:
      throw malformed("an outcome of an unknown kind");
  }
}

function valueResult(json: unknown, context: ItemContext, report: CallReport): CallResult {
  const { console, trace, durationMs } = report;
  const rules = { limits: context.claimLimits, name: "result", compilesRegExps: false };
  try {
    return { kind: "value", value: decode(json, rules), console, trace, durationMs };
  } catch (error) {
    const message = `Cannot return the result as plain data: ${reasonOf(error)}`;
    return { kind: "refused", error: plainError("TypeError", message), ...report };
  }
}

function parseReport(
  { console, calls, callCounts, statements, isTruncated }: Record<string, unknown>,
  context: OutcomeContext,
): CallReport {
  const hasTrace = calls !== undefined || callCounts !== undefined || statements !== undefined ||
    isTruncated !== undefined;
  return {
    console: console === undefined ? noLines : parseConsole(console, context.limits),
    trace: hasTrace
      ? parseTrace({ calls, callCounts, statements, isTruncated }, context)
      : emptyTrace,
    durationMs: context.durationMs,
  };
}

function parseTrace(
  { calls, callCounts, statements, isTruncated }: Record<string, unknown>,
  context: OutcomeContext,
): CallTrace {
  return {
    calls: calls === undefined
      ? []
      : list(calls, context.limits.maxTracedCalls).map((call, id) =>
        parseCall(record(call), id, context)
      ),
    callCounts: callCounts === undefined ? noNumbers : parseCounts(record(callCounts)),
    statements: statements === undefined
      ? []
      : list(statements, context.limits.maxStatements).map(parseStatement),
    isTruncated: isTruncated === true,
  };
}

function parseCall(call: Record<string, unknown>, id: number, context: OutcomeContext): InnerCall {
  const { kind, args, result, error } = call;
  if (kind !== "unit" && kind !== "tool") throw malformed("an inner call of an unknown kind");
  const parent = integer(call.parent, -1);
  if (call.id !== id || parent >= id) throw malformed("inner calls out of order");
  return {
    id,
    parent,
    callee: text(call.callee),
    kind,
    args: list(args, replyLimits.maxSampleArgs).map(parseSample),
    ...("result" in call ? { result: parseSample(result) } : {}),
    ...(error === undefined ? {} : { error: parseError(error, context) }),
  };
}

const sampleRules: DecodeRules = { limits: sampleLimits, name: "sample", compilesRegExps: false };

function parseSample(json: unknown): unknown {
  try {
    return decode(json, sampleRules);
  } catch (error) {
    throw malformed(`an inner call whose ${reasonOf(error)}`);
  }
}

function parseConsole(lines: unknown, limits: SandboxLimits): ConsoleLine[] {
  const parsed = list(lines, limits.maxConsoleLines).map(parseLine);
  const chars = parsed.reduce((sum, line) => sum + line.text.length, 0);
  if (chars > limits.maxConsoleChars) throw malformed(`a console of ${chars} characters`);
  return parsed;
}

const levels = new Set(["debug", "log", "info", "warn", "error"]);

function parseLine(line: unknown): ConsoleLine {
  const { level, text: printed } = record(line);
  if (!isOneOf<ConsoleLine["level"]>(levels, level)) {
    throw malformed("a console line without a level");
  }
  return { level, text: text(printed, replyLimits.maxConsoleLineChars) };
}

const statementKinds = new Set(["assign", "branch", "loop", "return", "throw", "catch"]);

function parseStatement(statement: unknown): StatementEvent {
  const { unit, line, kind, label, value, count } = record(statement);
  if (!isOneOf<StatementEvent["kind"]>(statementKinds, kind)) {
    throw malformed("a statement of an unknown kind");
  }
  return {
    unit: text(unit),
    line: integer(line, 1),
    kind,
    label: text(label, replyLimits.maxLabelChars),
    ...(value === undefined ? {} : { value: text(value, replyLimits.maxPrintedValueChars) }),
    count: integer(count, 1),
  };
}

function parseError(error: unknown, { positions }: OutcomeContext): ReturnType<typeof thrownError> {
  return thrownError(rawError(error), positions);
}

/**
 * The texts of an error.
 *
 * @throws {TypeError} when they are missing or too long
 */
export function rawError(error: unknown): RawError {
  const { name, message, stack, locals } = record(error);
  return {
    name: text(name, replyLimits.maxErrorNameChars),
    message: text(message, replyLimits.maxErrorMessageChars),
    stack: text(stack, replyLimits.maxErrorStackChars),
    ...(locals === undefined ? {} : { locals: parseLocals(record(locals)) }),
  };
}

function parseCounts(fields: Record<string, unknown>): Record<string, number> {
  const entries = list(Object.entries(fields), replyLimits.maxCallees) as [string, unknown][];
  return Object.fromEntries(entries.map(([callee, count]) => [callee, integer(count, 1)]));
}

function parseLocals(fields: Record<string, unknown>): Record<string, string> {
  const entries = list(Object.entries(fields), replyLimits.maxLocals) as [string, unknown][];
  return Object.fromEntries(
    entries.map(([name, value]) => [
      text(name, replyLimits.maxLabelChars),
      text(value, replyLimits.maxPrintedValueChars),
    ]),
  );
}

function isOneOf<Choice extends string>(
  choices: ReadonlySet<string>,
  value: unknown,
): value is Choice {
  return typeof value === "string" && choices.has(value);
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>; // checked above
  }
  throw malformed("something that is no record");
}

function list(value: unknown, most = Infinity): unknown[] {
  if (!Array.isArray(value)) throw malformed("something that is no list");
  if (value.length > most) throw malformed(`a list of ${value.length}, where ${most} are kept`);
  return value;
}

/** Unit and tool names have no limit in the realm: the host chose them. */
const maxNameChars = 20_000;

function text(value: unknown, maxChars = maxNameChars): string {
  if (typeof value !== "string") throw malformed("something that is no text");
  if (value.length > maxChars) throw malformed(`a text of ${value.length} characters`);
  return value;
}

function integer(value: unknown, least: number): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
  throw malformed(`something that is no whole number from ${least}`);
}

function malformed(what: string): TypeError {
  return new TypeError(`Cannot read a sandbox's reply: received ${what}`);
}
