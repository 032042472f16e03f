/**
 * The shapes that cross between host and sandbox: plain data only.
 *
 * Data from a sandbox is an untrusted claim: the host parses it before use.
 *
 * @module
 */

/** The check that refused a source, in the order of the checks. */
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

/** One reason for a refusal. Lines and columns count from 1, in the author's TypeScript. */
export interface Diagnostic {
  /** The check that refused it. */
  readonly stage: Stage;
  /** The fault and its place, as text. */
  readonly message: string;
  /** Counts from 1. */
  readonly line: number;
  /** Counts from 1. */
  readonly column: number;
  /** Text of that line, at most its first 1,000 characters. */
  readonly lineText: string;
}

/** A place in the author's TypeScript; line and column count from 1. */
export interface SourcePosition {
  /** Counts from 1. */
  readonly line: number;
  /** Counts from 1. */
  readonly column: number;
  /** Text of that line, at most its first 1,000 characters. */
  readonly lineText: string;
  /** The function that contains the line, if known. */
  readonly functionName?: string;
}

/** A thrown value as text, including `throw 3` and errors with hostile getters. */
export interface ThrownError {
  /** Name of the error's class, or the kind of a value that is not an error. */
  readonly name: string;
  /** Its message. */
  readonly message: string;
  /** Innermost frame first; only frames of the program's units. */
  readonly frames: readonly (SourcePosition & { readonly unit: string })[];
  /** Names and printed values of the failing function's locals, if statements were traced. */
  readonly locals?: Readonly<Record<string, string>>;
}

/** One console line of the sandbox; text is bounded. */
export interface ConsoleLine {
  /** The console method that was called. */
  readonly level: "debug" | "log" | "info" | "warn" | "error";
  /** The printed text. */
  readonly text: string;
}

/** One call from a unit to another unit or to a host tool. */
export interface InnerCall {
  /** Order number within the outer call, from 0. */
  readonly id: number;
  /** The inner call that made this one; -1 for the outer call. */
  readonly parent: number;
  /** The called unit or tool. */
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

/** The effect of one statement of candidate code, if statements are traced. Values are printed and bounded. */
export interface StatementEvent {
  /** The unit that contains it. */
  readonly unit: string;
  /** Counts from 1, in the author's TypeScript. */
  readonly line: number;
  /** The kind of statement. */
  readonly kind: "assign" | "branch" | "loop" | "return" | "throw" | "catch";
  /** The variable or element changed, the branch taken ("then", "else", a case), or the loop's text. */
  readonly label: string;
  /** Printed value of the last occurrence, at most 80 characters. */
  readonly value?: string;
  /** Number of occurrences. */
  readonly count: number;
}

/** The trace of one call. */
export interface CallTrace {
  /** Inner calls in order; a sample when there were many. */
  readonly calls: readonly InnerCall[];
  /** Number of inner calls per callee, including those not sampled. */
  readonly callCounts: Readonly<Record<string, number>>;
  /** Effects of statements, if traced. */
  readonly statements: readonly StatementEvent[];
  /** True when a limit was reached and something was omitted. */
  readonly isTruncated: boolean;
  /** Set when statements are missing because of a time limit or a crash. */
  readonly isByClock?: boolean;
}

/** The part common to all results. */
export interface CallReport {
  /** Printed lines, in order. */
  readonly console: readonly ConsoleLine[];
  /** Inner calls and statements. */
  readonly trace: CallTrace;
  /** Duration in milliseconds, measured by the host. */
  readonly durationMs: number;
}

/** The outcome of one call in a sandbox. A candidate's failure is a value, never a host exception. */
export type CallResult =
  & CallReport
  & (
    | { readonly kind: "value"; readonly value: unknown }
    | { readonly kind: "thrown"; readonly error: ThrownError }
    | { readonly kind: "timeout"; readonly error: ThrownError; readonly limitMs: number }
    /** The sandbox process died or was killed: memory, exit, broken protocol. */
    | { readonly kind: "crashed"; readonly error: ThrownError }
    /** Arguments or result are not plain data, or exceed a size limit. */
    | { readonly kind: "refused"; readonly error: ThrownError }
  );

/** An empty trace. */
export const emptyTrace: CallTrace = Object.freeze({
  calls: [],
  callCounts: {},
  statements: [],
  isTruncated: false,
});

/** An error as seen in the realm; the stack refers to compiled code. */
export interface RawError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly locals?: Readonly<Record<string, string>>;
}
