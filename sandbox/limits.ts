/**
 * Every fixed limit of the sandbox's messages; the realm or the kernel keeps to each, and the host checks it again.
 *
 * The limits that a user may set are in `src/code/sandbox/limits.ts`; `README.md` names both enforcers of each.
 *
 * @module
 */

/** Bounds of what goes in. */
export const requestLimits = {
  /** Bytes of one frame, either way. */
  maxFrameBytes: 16 * 1024 * 1024,
  /** Characters of all arguments of one request. */
  maxArgsChars: 4 * 1024 * 1024,
  /** Characters of one value that a unit is given as data. */
  maxDataChars: 4 * 1024 * 1024,
  /** Nesting of such a value. */
  maxDataDepth: 64,
} as const;

/** Bounds of what comes out, beside the limits that a user sets. */
export const replyLimits = {
  /** Characters of the outcomes of one request; the argument lists after that are refused. */
  maxReplyChars: 4 * 1024 * 1024,
  /** Characters of the outcome of such a refused argument list. */
  maxNoticeChars: 400,
  /** Characters of an error's name. */
  maxErrorNameChars: 200,
  /** Characters of an error's message. */
  maxErrorMessageChars: 4_000,
  /** Characters of an error's stack. */
  maxErrorStackChars: 8_000,
  /** Characters of one console line. */
  maxConsoleLineChars: 2_000,
  /** Callees whose calls are counted. */
  maxCallees: 1_024,
  /** Arguments that are recorded of one inner call. */
  maxSampleArgs: 32,
  /** Characters of one recorded argument or result, as JSON. */
  maxSampleChars: 1_000,
  /** Nesting of one recorded argument or result. */
  maxSampleDepth: 8,
  /** Characters of a recorded value that is no plain data, printed. */
  maxPrintedSampleChars: 150,
  /** Different statements of one unit that are counted in one call. */
  maxStatementsPerUnit: 256,
  /** Characters of a statement's label, and of a local's name. */
  maxLabelChars: 60,
  /** Characters of a statement's or a local's printed value. */
  maxPrintedValueChars: 80,
  /** Local variables of the failing function. */
  maxLocals: 24,
} as const;
