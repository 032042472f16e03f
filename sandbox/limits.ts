/**
 * All fixed limits of the sandbox's messages; the realm or the kernel applies each, and the host checks it again.
 *
 * Limits that users may set are in `src/code/sandbox/limits.ts`; `README.md` lists both enforcers of each limit.
 *
 * @module
 */

/** Limits of requests. */
export const requestLimits = {
  /** Bytes of one frame, in both directions. */
  maxFrameBytes: 16 * 1024 * 1024,
  /** Characters of all arguments of one request. */
  maxArgsChars: 4 * 1024 * 1024,
  /** Characters of one value injected into a unit. */
  maxDataChars: 4 * 1024 * 1024,
  /** Nesting depth of such a value. */
  maxDataDepth: 64,
} as const;

/** Limits of replies, besides those that users set. */
export const replyLimits = {
  /** Characters of the outcomes of one request; further argument lists are refused. */
  maxReplyChars: 4 * 1024 * 1024,
  /** Characters of the outcome of an argument list refused for that reason. */
  maxNoticeChars: 400,
  /** Characters of an error's name. */
  maxErrorNameChars: 200,
  /** Characters of an error's message. */
  maxErrorMessageChars: 4_000,
  /** Characters of an error's stack. */
  maxErrorStackChars: 8_000,
  /** Characters of one console line. */
  maxConsoleLineChars: 2_000,
  /** Number of callees whose calls are counted. */
  maxCallees: 1_024,
  /** Recorded arguments per inner call. */
  maxSampleArgs: 32,
  /** Characters of one recorded argument or result, as JSON. */
  maxSampleChars: 1_000,
  /** Nesting depth of one recorded argument or result. */
  maxSampleDepth: 8,
  /** Printed characters of a recorded value that is not plain data. */
  maxPrintedSampleChars: 150,
  /** Distinct statements of one unit counted in one call. */
  maxStatementsPerUnit: 256,
  /** Those of them that are kept for results, errors and what was caught, which come last. */
  endingStatements: 32,
  /** Characters of a statement's label, and of a local's name. */
  maxLabelChars: 60,
  /** Characters of a statement's or a local's printed value. */
  maxPrintedValueChars: 80,
  /** Classes of one unit whose private fields are printed. */
  maxPrivateClasses: 16,
  /** Number of local variables recorded for the failing function. */
  maxLocals: 24,
} as const;

/** Exit code of a child that used more memory than it may. */
export const outOfMemoryCode = 72;
