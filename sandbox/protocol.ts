/**
 * The shapes that cross between host and sandbox: plain data, no behaviour.
 *
 * Everything here that comes out of a sandbox is an untrusted claim: the host parses it before use.
 *
 * @module
 */

/** The check that refused a piece of source, in the order in which checks run. */
export type Stage =
  | "syntax"
  | "entry"
  | "signature"
  | "import"
  | "free-variable"
  | "forbidden"
  | "type"
  | "load"
  | "smoke";

/** One reason why source was refused. Lines and columns count from 1, in the author's TypeScript. */
export interface Diagnostic {
  /** The check that refused it. */
  readonly stage: Stage;
  /** The fault and its place, in words. */
  readonly message: string;
  /** Counts from 1. */
  readonly line: number;
  /** Counts from 1. */
  readonly column: number;
  /** The whole text of that line. */
  readonly lineText: string;
}

/** A place in the author's TypeScript; line and column count from 1. */
export interface SourcePosition {
  /** Counts from 1. */
  readonly line: number;
  /** Counts from 1. */
  readonly column: number;
  /** The whole text of that line. */
  readonly lineText: string;
  /** The function the line belongs to, when known. */
  readonly functionName?: string;
}

/** A thrown value as text: also `throw 3` and errors with hostile getters. */
export interface ThrownError {
  /** Of the error's class; of the kind of value for what is no error. */
  readonly name: string;
  /** Its message. */
  readonly message: string;
  /** Innermost frame first, only frames of the program's own units. */
  readonly frames: readonly (SourcePosition & { readonly unit: string })[];
  /** Names and printed values of the failing function's locals, when statements were traced. */
  readonly locals?: Readonly<Record<string, string>>;
}

/** One console line of the sandbox; text is bounded. */
export interface ConsoleLine {
  /** The console method that was called. */
  readonly level: "debug" | "log" | "info" | "warn" | "error";
  /** The printed text. */
  readonly text: string;
}

/** One call from a unit to another unit or to a host tool, seen from inside. */
export interface InnerCall {
  /** Order number within the outer call, from 0. */
  readonly id: number;
  /** The inner call this one was made in; -1 for the outer call itself. */
  readonly parent: number;
  /** The unit or tool that was called. */
  readonly callee: string;
  /** The kind of callee. */
  readonly kind: "unit" | "tool";
  /** Its arguments. */
  readonly args: readonly unknown[];
  /** Its result. */
  readonly result?: unknown;
  /** Its error. */
  readonly error?: ThrownError;
}

/** The effect of one statement of candidate code, when statements are traced. Values are printed and bounded. */
export interface StatementEvent {
  /** The unit it stands in. */
  readonly unit: string;
  /** Counts from 1, in the author's TypeScript. */
  readonly line: number;
  /** The kind of statement. */
  readonly kind: "assign" | "branch" | "loop" | "return" | "throw";
  /** The variable assigned, the branch taken ("then", "else", a case), or the loop's text. */
  readonly label: string;
  /** Printed value of the last time, at most 80 characters. */
  readonly value?: string;
  /** How many times this happened. */
  readonly count: number;
}

/** The trace of one call. */
export interface CallTrace {
  /** Inner calls in their order; a sample where there were many. */
  readonly calls: readonly InnerCall[];
  /** How many inner calls were made per callee, those that were not sampled included. */
  readonly callCounts: Readonly<Record<string, number>>;
  /** Effects of statements, when they were traced. */
  readonly statements: readonly StatementEvent[];
  /** True when a bound was reached and something was left out. */
  readonly isTruncated: boolean;
}

/** The part of a result that every kind has. */
export interface CallReport {
  /** Printed lines, in order. */
  readonly console: readonly ConsoleLine[];
  /** Inner calls and statements. */
  readonly trace: CallTrace;
  /** Milliseconds, measured by the host. */
  readonly durationMs: number;
}

/** How one call in a sandbox ended. A candidate's failure is a value, never an exception of the host. */
export type CallResult =
  & CallReport
  & (
    | { readonly kind: "value"; readonly value: unknown }
    | { readonly kind: "thrown"; readonly error: ThrownError }
    | { readonly kind: "timeout"; readonly error: ThrownError; readonly limitMs: number }
    /** The sandbox process died or had to be killed: memory, exit, broken protocol. */
    | { readonly kind: "crashed"; readonly error: ThrownError }
    /** Arguments or result are not plain data, or over a size limit. */
    | { readonly kind: "refused"; readonly error: ThrownError }
  );

/** An empty trace. */
export const emptyTrace: CallTrace = Object.freeze({
  calls: [],
  callCounts: {},
  statements: [],
  isTruncated: false,
});

/** An error as the realm saw it; the stack is in terms of compiled code. */
export interface RawError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly locals?: Readonly<Record<string, string>>;
}
