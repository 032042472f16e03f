/**
 * Values in messages between processes: the one exact encoding, with limits by origin.
 *
 * @module
 */
import type { Json } from "../../sandbox/value/format.ts";
import { claimLimits, trustedLimits, type ValueLimits } from "../../sandbox/value/limits.ts";
import { readValue, writeValue } from "../trace/data/exact_value.ts";

/** Who wrote a message: a program of the operator, or one that may be hostile. */
export type Origin = "trusted" | "untrusted";

/** Limits of one value of a message that may be hostile. */
export const strangeLimits: ValueLimits = {
  ...claimLimits,
  maxChars: 8_000_000,
  maxExpandedChars: 16_000_000,
  maxDepth: 80,
};

/**
 * A value as JSON.
 *
 * @throws {TypeError} when it is no plain data
 */
export function writeWire(value: unknown): Json {
  return writeValue(value);
}

/**
 * The value of JSON; the patterns of regular expressions are compiled for a trusted origin only.
 *
 * @throws {TypeError} when it is not in the encoding, or over a limit
 */
export function readWire(json: unknown, origin: Origin): unknown {
  return readValue(json, {
    compilesRegExps: origin === "trusted",
    limits: origin === "trusted" ? trustedLimits : strangeLimits,
  });
}
