/**
 * Loads and calls a prepared program in a process, and turns every way it can end into a value.
 *
 * @module
 */
import {
  type CallReport,
  type CallResult,
  emptyTrace,
  type ThrownError,
} from "../../../sandbox/protocol.ts";
import { reasonOf } from "../../../sandbox/value/decode.ts";
import { encode, type EncodeRules } from "../../../sandbox/value/encode.ts";
import { lineLimits } from "../../../sandbox/value/limits.ts";
import type { LoadRequest } from "../../../sandbox/wire.ts";
import { Crash } from "./child_endpoint.ts";
import type { SandboxLimits } from "./limits.ts";
import { parseOutcomes, rawError } from "./outcomes.ts";
import type { PreparedProgram } from "./prepared_program.ts";
import type { SandboxProcess } from "./sandbox_process.ts";
import { plainError, thrownError } from "./thrown_error.ts";
import type { Tools } from "./tool_desk.ts";

/** How loading ended. */
export type LoadEnd =
  | { readonly kind: "loaded" }
  | { readonly kind: "thrown" | "timeout" | "crashed"; readonly error: ThrownError };

/** One request. */
export interface RunRequest {
  readonly program: PreparedProgram;
  readonly name: string;
  readonly argsList: readonly (readonly unknown[])[];
  readonly tools: Tools;
  readonly seed: number;
  /** For one argument list. */
  readonly itemLimitMs: number;
  /** For all. */
  readonly limitMs: number;
  readonly limits: SandboxLimits;
}

/** The process died under another request: nothing is known of this one, and it may be made again. */
export type Bystander = "bystander";

/** Programs that once did not answer. */
const hung = new WeakSet<PreparedProgram>();

/** Loads a program, unless the process has it loaded. */
export async function loadProgram(
  process: SandboxProcess,
  program: PreparedProgram,
  limits: SandboxLimits,
): Promise<LoadEnd | Bystander> {
  if (process.programs.has(program.id)) return { kind: "loaded" };
  const request: LoadRequest = {
    program: program.id,
    units: program.units,
    entry: program.entryUnit,
    settings: {
      maxOutputChars: limits.maxOutputChars,
      maxDepth: limits.maxDepth,
      maxConsoleLines: limits.maxConsoleLines,
      maxConsoleChars: limits.maxConsoleChars,
      maxCalls: limits.maxTracedCalls,
      maxStatements: limits.maxStatements,
      clock: limits.clock,
    },
    isFreshEachCall: limits.realmLife === "call" ||
      (limits.realmLife === "auto" && program.mayKeepState),
    isWatched: hung.has(program),
    limitMs: limits.loadTimeoutMs,
  };
  const arrival = await process.loadProgram(request);
  if (arrival instanceof Crash) {
    if (arrival.isBystander) return "bystander";
    return { kind: arrival.isOverdue ? "timeout" : "crashed", error: crashError(arrival) };
  }
  const reply = arrival.value as { kind?: unknown; error?: unknown } | null; // each field is checked
  switch (reply?.kind) {
    case "loaded":
      return { kind: "loaded" };
    case "thrown":
      return { kind: "thrown", error: thrownError(rawError(reply.error), program.positions) };
    case "timeout": {
      const message = `Cannot load within ${limits.loadTimeoutMs} ms: the top level did not end`;
      return { kind: "timeout", error: plainError("TimeoutError", message) };
    }
    default:
      await process.kill("broke the protocol: a reply to `load` of an unknown kind");
      return {
        kind: "crashed",
        error: plainError("SandboxError", "The sandbox broke the protocol"),
      };
  }
}

/** Calls a program that the process has loaded. */
export async function runProgram(
  process: SandboxProcess,
  request: RunRequest,
): Promise<CallResult[] | Bystander> {
  const { program, name, argsList, tools, seed, itemLimitMs, limitMs, limits } = request;
  const count = argsList.length;
  if (count === 0) return [];
  const text = argsText(argsList, limits);
  if (typeof text !== "string") {
    return argsList.map(() => ({ kind: "refused", error: text, ...emptyReport(0) }));
  }
  const arrival = await process.call(
    { program: program.id, name, argsList: text, count, seed, itemLimitMs, limitMs },
    tools,
  );
  const { durationMs } = arrival;
  if (arrival instanceof Crash) {
    if (arrival.isBystander) return "bystander";
    if (arrival.isOverdue) hung.add(program);
    return argsList.map(() => crashResult(arrival, itemLimitMs));
  }
  try {
    return parseOutcomes(arrival.value, {
      count,
      limits,
      positions: program.positions,
      durationMs,
      limitMs: itemLimitMs,
    });
  } catch (error) {
    const reason = `broke the protocol: ${error instanceof Error ? error.message : error}`;
    await process.kill(reason);
    const crash = new Crash({ reason, isOverdue: false, isBystander: false, durationMs });
    return argsList.map(() => crashResult(crash, itemLimitMs));
  }
}

/** What every result carries when nothing is known. */
export function emptyReport(durationMs: number): CallReport {
  return { console: [], trace: emptyTrace, durationMs };
}

/** A process that was killed for being late is a call that ran out of time; any other death is a crash. */
function crashResult(crash: Crash, limitMs: number): CallResult {
  const error = crashError(crash);
  const report = emptyReport(crash.durationMs);
  return crash.isOverdue
    ? { kind: "timeout", error, limitMs, ...report }
    : { kind: "crashed", error, ...report };
}

function crashError({ reason, isOverdue }: Crash): ThrownError {
  return isOverdue
    ? plainError("TimeoutError", `Cannot finish: the sandbox ${reason}`)
    : plainError("CrashError", `The sandbox ${reason}`);
}

/** Characters of all arguments of one request. */
const maxArgsChars = 4 * 1024 * 1024;

function argsText(
  argsList: readonly (readonly unknown[])[],
  { maxDepth }: SandboxLimits,
): string | ThrownError {
  const limits = { ...lineLimits, maxChars: maxArgsChars, maxDepth: maxDepth + 1 };
  const rules: EncodeRules = { limits, name: "arguments", isExact: false };
  try {
    // Each list by itself, so that no two calls share an object.
    const text = `[${argsList.map((args) => encode(args, rules)).join(",")}]`;
    if (text.length <= maxArgsChars) return text;
    const sizes = `received ${text.length} characters, over the limit of ${maxArgsChars}`;
    return plainError("RangeError", `Cannot pass the arguments in one message: ${sizes}`);
  } catch (error) {
    return plainError("TypeError", `Cannot pass the arguments as plain data: ${reasonOf(error)}`);
  }
}
