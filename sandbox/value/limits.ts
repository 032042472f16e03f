/**
 * Limits of encoded values, shared by both sides: the writer applies them, the reader checks them again.
 *
 * @module
 */

import { replyLimits } from "../limits.ts";

/** Limits of one value. */
export interface ValueLimits {
  /** Characters of the text. */
  readonly maxChars: number;
  /** Characters of the text with each reference replaced by a copy. A cycle counts once. */
  readonly maxExpandedChars: number;
  /** Nesting depth. */
  readonly maxDepth: number;
  /** Number of values, nested ones included. */
  readonly maxNodes: number;
  /** Entries of all Maps and Sets; entries with equal hashes take quadratic time to add. */
  readonly maxEntries: number;
  /** Holes in all arrays. */
  readonly maxHoles: number;
  /** Characters of one string or key. */
  readonly maxTextChars: number;
  /** Bytes of all buffers. */
  readonly maxBytes: number;
  /** Decimal digits of one bigint; parsing takes more than linear time. */
  readonly maxBigIntDigits: number;
  /** Characters of the source of one regular expression. */
  readonly maxRegExpChars: number;
  /** Whether an object in several places is written once; otherwise a copy of it is written in each place. */
  readonly hasReferences: boolean;
  /** Whether a value may contain itself. */
  readonly hasCycles: boolean;
  /** Whether symbols may be registered; registered symbols are never garbage-collected. */
  readonly hasSymbols: boolean;
}

/** Bigints whose lowest 64 bits are equal have equal hashes, and each comparison of two takes as long as ten others. */
export const bigIntEntries = 10;

/** For values written and read by the host: limits only where the cost would be excessive. */
export const trustedLimits: ValueLimits = {
  maxChars: Infinity,
  maxExpandedChars: Infinity,
  maxDepth: 100,
  maxNodes: Infinity,
  maxEntries: Infinity,
  maxHoles: 100_000,
  maxTextChars: Infinity,
  maxBytes: Infinity,
  maxBigIntDigits: 20_000,
  maxRegExpChars: 10_000,
  hasReferences: true,
  hasCycles: true,
  hasSymbols: true,
};

/** For values from a sandbox. Host code may walk them: they are trees of bounded size. */
export const claimLimits: ValueLimits = {
  maxChars: 1_000_000,
  maxExpandedChars: 4_000_000,
  maxDepth: 64,
  maxNodes: 1_000_000,
  maxEntries: 20_000,
  maxHoles: 10_000,
  maxTextChars: 2_000_000,
  maxBytes: 2_000_000,
  maxBigIntDigits: 20_000,
  maxRegExpChars: 10_000,
  hasReferences: true,
  hasCycles: false,
  hasSymbols: false,
};

/** For values whose equal parts are written alike, shared or not: trees, which may grow far beyond the value. */
export const treeLimits: ValueLimits = {
  ...trustedLimits,
  maxChars: 16_000_000,
  hasReferences: false,
  hasCycles: false,
};

/** The limits of values from a sandbox with these settings. */
export function claimLimitsOf(
  { maxOutputChars, maxDepth }: { readonly maxOutputChars: number; readonly maxDepth: number },
): ValueLimits {
  return { ...claimLimits, maxChars: maxOutputChars, maxDepth };
}

/** For values sent into a sandbox or between its realms. */
export const inboundLimits: ValueLimits = {
  ...trustedLimits,
  maxDepth: Infinity,
  hasSymbols: false,
};

/** For recorded arguments and results of inner calls. */
export const sampleLimits: ValueLimits = {
  ...claimLimits,
  maxChars: replyLimits.maxSampleChars,
  maxExpandedChars: replyLimits.maxSampleChars,
  maxDepth: replyLimits.maxSampleDepth,
};
