/**
 * The results of requests without an outcome: crashed, timed out, or never loaded.
 *
 * @module
 */
import {
  type CallReport,
  type CallResult,
  emptyTrace,
  type ThrownError,
} from "../../../sandbox/protocol.ts";
import type { Crash } from "./child_endpoint.ts";
import { plainError } from "./thrown_error.ts";

/** The outcome of loading. */
export type LoadEnd =
  | { readonly kind: "loaded" }
  | { readonly kind: "thrown" | "timeout" | "crashed"; readonly error: ThrownError };

/** A failed load. */
export type LoadFailure = Exclude<LoadEnd, { kind: "loaded" }>;

/** The process died during another request, so this one may be repeated. */
export type Bystander = "bystander";

/** Time-outs while the child did not run all the time, or nobody saw whether it did. */
const doubted = new WeakSet<object>();

/** Marks a time-out that may not be the fault of the code: the request is to be repeated by processor time. */
export function doubt<Result extends object>(timeout: Result): Result {
  doubted.add(timeout);
  return timeout;
}

/** Whether a result is a time-out that may not be the fault of the code. */
export function isDoubted(result: object): boolean {
  return doubted.has(result);
}

/** The report of a call without an outcome. */
export function emptyReport(durationMs: number): CallReport {
  return { console: [], trace: emptyTrace, durationMs };
}

/** The result of a call whose process died: `timeout` if it was killed after its time limit, otherwise `crashed`. */
export function crashResult(crash: Crash, limitMs: number): CallResult {
  const error = crashError(crash);
  const report = emptyReport(crash.durationMs);
  return crash.isOverdue
    ? { kind: "timeout", error, limitMs, ...report }
    : { kind: "crashed", error, ...report };
}

/** The result of a call that ended late. */
export function overdueResult(durationMs: number, limitMs: number): CallResult {
  const reason = `did not answer within ${limitMs} ms`;
  return crashResult({ reason, isOverdue: true, isBystander: false, durationMs }, limitMs);
}

/** The outcome of a load whose process died. */
export function crashedLoad(crash: Crash): LoadFailure {
  return { kind: crash.isOverdue ? "timeout" : "crashed", error: crashError(crash) };
}

/** The result of a call of a program that did not load. */
export function unloadedResult({ kind, error }: LoadFailure, limitMs: number): CallResult {
  const report = emptyReport(0);
  return kind === "timeout" ? { kind, error, limitMs, ...report } : { kind, error, ...report };
}

function crashError({ reason, isOverdue }: Crash): ThrownError {
  return isOverdue
    ? plainError("TimeoutError", `Cannot finish: the sandbox ${reason}`)
    : plainError("CrashError", `The sandbox ${reason}`);
}
