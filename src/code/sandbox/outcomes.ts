/**
 * Reads what a sandbox says about calls: every field is checked before anything else of the host sees it.
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
import { decode, type DecodeRules, reasonOf } from "../../../sandbox/value/decode.ts";
import { claimLimitsOf, sampleLimits } from "../../../sandbox/value/limits.ts";
import type { RawError } from "../../../sandbox/wire.ts";
import type { SandboxLimits } from "./limits.ts";
import { plainError, type PositionsByUnit, thrownError } from "./thrown_error.ts";

/** What is known of a call without its sandbox. */
export interface OutcomeContext {
  readonly count: number;
  readonly limits: SandboxLimits;
  readonly positions: PositionsByUnit;
  /** Of the whole request. */
  readonly durationMs: number;
  /** The limit of one argument list. */
  readonly limitMs: number;
}

const noLines: readonly ConsoleLine[] = Object.freeze([]);
const noNumbers: Readonly<Record<string, number>> = Object.freeze({});

/**
 * Reads the outcomes of one request.
 *
 * @param claim what the kernel's `call` gave
 * @throws {TypeError} when it is not in the shape that every kernel writes
 */
export function parseOutcomes(claim: unknown, context: OutcomeContext): CallResult[] {
  if (typeof claim !== "string") throw malformed("outcomes that are no text");
  const outcomes: unknown = JSON.parse(claim);
  if (!Array.isArray(outcomes) || outcomes.length !== context.count) {
    throw malformed("another number of outcomes");
  }
  const durationMs = context.durationMs / context.count;
  return outcomes.map((outcome) => parseOutcome(record(outcome), context, durationMs));
}

function parseOutcome(
  outcome: Record<string, unknown>,
  context: OutcomeContext,
  durationMs: number,
): CallResult {
  const report = parseReport(outcome, context, durationMs);
  switch (outcome.kind) {
    case "value":
      return valueResult(outcome.value, context.limits, report);
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

function valueResult(json: unknown, limits: SandboxLimits, report: CallReport): CallResult {
  const { console, trace, durationMs } = report;
  const rules = { limits: claimLimitsOf(limits), name: "result", compilesRegExps: false };
  try {
    return { kind: "value", value: decode(json, rules), console, trace, durationMs };
  } catch (error) {
    const message = `Cannot take what was returned as plain data: ${reasonOf(error)}`;
    return { kind: "refused", error: plainError("TypeError", message), ...report };
  }
}

function parseReport(
  { console, calls, callCounts, statements, isTruncated }: Record<string, unknown>,
  context: OutcomeContext,
  durationMs: number,
): CallReport {
  const hasTrace = calls !== undefined || callCounts !== undefined || statements !== undefined ||
    isTruncated !== undefined;
  return {
    console: console === undefined
      ? noLines
      : list(console, context.limits.maxConsoleLines).map(parseLine),
    trace: hasTrace
      ? parseTrace({ calls, callCounts, statements, isTruncated }, context)
      : emptyTrace,
    durationMs,
  };
}

function parseTrace(
  { calls, callCounts, statements, isTruncated }: Record<string, unknown>,
  context: OutcomeContext,
): CallTrace {
  return {
    calls: calls === undefined
      ? []
      : list(calls, context.limits.maxTracedCalls).map((call) => parseCall(record(call), context)),
    callCounts: callCounts === undefined ? noNumbers : parseNumbers(record(callCounts)),
    statements: statements === undefined
      ? []
      : list(statements, context.limits.maxStatements).map(parseStatement),
    isTruncated: isTruncated === true,
  };
}

function parseCall(call: Record<string, unknown>, context: OutcomeContext): InnerCall {
  const { kind, args, result, error } = call;
  if (kind !== "unit" && kind !== "tool") throw malformed("an inner call of an unknown kind");
  return {
    id: number(call.id),
    parent: number(call.parent),
    callee: text(call.callee),
    kind,
    args: list(args).map(parseSample),
    ...("result" in call ? { result: parseSample(result) } : {}),
    ...(error === undefined ? {} : { error: parseError(error, context) }),
  };
}

const sampleRules: DecodeRules = { limits: sampleLimits, name: "sample", compilesRegExps: false };

/** Samples are small; larger ones do not come from a kernel. */
function parseSample(json: unknown): unknown {
  try {
    return decode(json, sampleRules);
  } catch (error) {
    throw malformed(`an inner call whose ${reasonOf(error)}`);
  }
}

const levels = new Set(["debug", "log", "info", "warn", "error"]);

function parseLine(line: unknown): ConsoleLine {
  const { level, text: said } = record(line);
  if (!isOneOf<ConsoleLine["level"]>(levels, level)) {
    throw malformed("a console line without a level");
  }
  return { level, text: text(said) };
}

const statementKinds = new Set(["assign", "branch", "loop", "return", "throw"]);

function parseStatement(statement: unknown): StatementEvent {
  const { unit, line, kind, label, value, count } = record(statement);
  if (!isOneOf<StatementEvent["kind"]>(statementKinds, kind)) {
    throw malformed("a statement of an unknown kind");
  }
  return {
    unit: text(unit),
    line: number(line),
    kind,
    label: text(label),
    ...(value === undefined ? {} : { value: text(value) }),
    count: number(count),
  };
}

function parseError(error: unknown, { positions }: OutcomeContext): ReturnType<typeof thrownError> {
  return thrownError(rawError(error), positions);
}

/**
 * An error's texts.
 *
 * @throws {TypeError} when it has none
 */
export function rawError(error: unknown): RawError {
  const { name, message, stack, locals } = record(error);
  return {
    name: text(name),
    message: text(message),
    stack: text(stack),
    ...(locals === undefined ? {} : { locals: parseTexts(record(locals)) }),
  };
}

function parseNumbers(fields: Record<string, unknown>): Record<string, number> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, number(value)]));
}

function parseTexts(fields: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, text(value)]));
}

function isOneOf<Choice extends string>(
  choices: ReadonlySet<string>,
  value: unknown,
): value is Choice {
  return typeof value === "string" && choices.has(value);
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>; // just checked
  }
  throw malformed("something that is no record");
}

function list(value: unknown, most = Infinity): unknown[] {
  if (!Array.isArray(value)) throw malformed("something that is no list");
  if (value.length > most) throw malformed(`a list of ${value.length}, where ${most} are kept`);
  return value;
}

/** No kernel writes longer ones: messages, stacks, lines and labels are all cut. */
const maxTextChars = 20_000;

function text(value: unknown): string {
  if (typeof value !== "string") throw malformed("something that is no text");
  if (value.length > maxTextChars) throw malformed(`a text of ${value.length} characters`);
  return value;
}

function number(value: unknown): number {
  if (typeof value === "number") return value;
  throw malformed("something that is no number");
}

function malformed(what: string): TypeError {
  return new TypeError(`Cannot read a sandbox's reply: received ${what}`);
}
