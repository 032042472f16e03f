/**
 * Encodes host values as JSON exactly, or fails.
 *
 * @module
 */
import { decode, reasonOf } from "../../../sandbox/value/decode.ts";
import { encode } from "../../../sandbox/value/encode.ts";
import type { Json } from "../../../sandbox/value/format.ts";
import { treeLimits, trustedLimits, type ValueLimits } from "../../../sandbox/value/limits.ts";

/**
 * Writes a value as JSON with tags; see `sandbox/value/format.ts`.
 *
 * @param value any value; a proxy may run its traps, no other code runs
 * @param maxChars maximum length of the JSON @default Infinity
 * @throws {TypeError} when the value cannot be written exactly within the limit: functions, class instances, getters
 */
export function writeValue(value: unknown, maxChars: number = Infinity): Json {
  return written(value, maxChars === Infinity ? trustedLimits : { ...trustedLimits, maxChars });
}

/**
 * Writes a value as `writeValue` does, but an object in several places as a copy in each: a value with a shared part and
 * one with two equal parts give the same JSON.
 *
 * @throws {TypeError} when the value cannot be written exactly, contains itself, or takes over 16 million characters
 */
export function writeTree(value: unknown): Json {
  return written(value, treeLimits);
}

/** The JSON of `writeTree` as text; records have their keys in the order of the value. @throws {TypeError} as `writeTree` */
export function treeText(value: unknown): string {
  return encoded(value, treeLimits);
}

function written(value: unknown, limits: ValueLimits): Json {
  return isBare(value) ? value : JSON.parse(encoded(value, limits)); // most values of a graph are bare
}

function encoded(value: unknown, limits: ValueLimits): string {
  try {
    return encode(value, { limits, name: "value", isExact: true });
  } catch (cause) {
    throw new TypeError(`Cannot write a value as JSON: ${reasonOf(cause)}`, { cause });
  }
}

/** Whether JSON holds a value as it is, in a few characters. */
function isBare(value: unknown): value is boolean | number | null {
  return value === null || typeof value === "boolean" ||
    (typeof value === "number" && Number.isFinite(value) && !Object.is(value, -0));
}

/** Options of `readValue`. */
export interface ReadOptions {
  /** Whether regular expressions are compiled, for trusted values. @default false */
  readonly compilesRegExps?: boolean;
  /** @default trustedLimits */
  readonly limits?: ValueLimits;
}

/**
 * Decodes JSON of `writeValue`; the JSON is not changed.
 *
 * @param json from any origin: it is checked, and no code from it runs
 * @throws {TypeError} when it is not in the encoding, or nested too deeply
 */
export function readValue(
  json: unknown,
  { compilesRegExps = false, limits = trustedLimits }: ReadOptions = {},
): unknown {
  const copy = copyJson(json, 0);
  try {
    return decode(copy, { limits, name: "value", compilesRegExps });
  } catch (cause) {
    throw new TypeError(`Cannot read JSON as a value: received JSON whose ${reasonOf(cause)}`, {
      cause,
    });
  }
}

/** One level of a value takes at most three levels of JSON. */
const maxJsonDepth = 3 * trustedLimits.maxDepth + 3;

/** A copy to any depth a value may have, also of frozen JSON. */
function copyJson(json: unknown, depth: number): unknown {
  if (typeof json !== "object" || json === null) return json;
  if (depth > maxJsonDepth) {
    const as = `levels of a value, of which there are at most ${trustedLimits.maxDepth}`;
    throw new TypeError(`Cannot read JSON as a value: received more ${as}`);
  }
  if (Array.isArray(json)) return json.map((item) => copyJson(item, depth + 1));
  const entries = Object.entries(json).map(([key, item]) => [key, copyJson(item, depth + 1)]);
  return Object.fromEntries(entries);
}
