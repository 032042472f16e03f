/**
 * Encodes host values as JSON exactly, or fails.
 *
 * @module
 */
import { decode, reasonOf } from "../../../sandbox/value/decode.ts";
import { encode } from "../../../sandbox/value/encode.ts";
import type { Json } from "../../../sandbox/value/format.ts";
import { trustedLimits } from "../../../sandbox/value/limits.ts";

/**
 * Writes a value as JSON with tags; see `sandbox/value/format.ts`.
 *
 * @param value any value; a proxy may run its traps, no other code runs
 * @param maxChars maximum length of the JSON @default Infinity
 * @throws {TypeError} when the value cannot be written exactly within the limit: functions, class instances, getters
 */
export function writeValue(value: unknown, maxChars: number = Infinity): Json {
  if (typeof value === "boolean" || value === null) return value;
  if (typeof value === "number" && Number.isFinite(value) && !Object.is(value, -0)) return value;
  if (typeof value === "string" && value.length + 2 <= maxChars) return value;
  const limits = maxChars === Infinity ? trustedLimits : { ...trustedLimits, maxChars };
  try {
    return JSON.parse(encode(value, { limits, name: "value", isExact: true }));
  } catch (cause) {
    throw new TypeError(`Cannot write a value as JSON: ${reasonOf(cause)}`, { cause });
  }
}

/** Options of `readValue`. */
export interface ReadOptions {
  /** Whether regular expressions are compiled, for trusted values. @default false */
  readonly compilesRegExps?: boolean;
}

/**
 * Decodes JSON of `writeValue`; the JSON is not changed.
 *
 * @param json from any origin: it is checked, and no code from it runs
 * @throws {TypeError} when it is not in the encoding, or nested too deeply
 */
export function readValue(json: unknown, { compilesRegExps = false }: ReadOptions = {}): unknown {
  if (typeof json !== "object" || json === null) {
    return decodeCopy(json, compilesRegExps);
  }
  return decodeCopy(copyJson(json, 0), compilesRegExps);
}

function decodeCopy(json: unknown, compilesRegExps: boolean): unknown {
  try {
    return decode(json, { limits: trustedLimits, name: "value", compilesRegExps });
  } catch (cause) {
    throw new TypeError(`Cannot read JSON as a value: received JSON whose ${reasonOf(cause)}`, {
      cause,
    });
  }
}

/** One level of a value takes at most three levels of JSON. */
const maxJsonDepth = 3 * trustedLimits.maxDepth + 3;

/** Copies JSON, frozen or not, up to the maximum depth of a value. */
function copyJson(json: object, depth: number): object {
  if (depth > maxJsonDepth) {
    const as = `levels of a value, of which there are at most ${trustedLimits.maxDepth}`;
    throw new TypeError(`Cannot read JSON as a value: received more ${as}`);
  }
  const copyItem = (item: unknown): unknown =>
    typeof item === "object" && item !== null ? copyJson(item, depth + 1) : item;
  if (Array.isArray(json)) return json.map(copyItem);
  const entries = Object.entries(json).map(([key, item]) => [key, copyItem(item)]);
  return Object.fromEntries(entries);
}
