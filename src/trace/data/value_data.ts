/**
 * Values as data: exact where possible and small enough, otherwise a bounded preview.
 *
 * @module
 */
import { shortText } from "../../cut_text.ts";
import { isPreview, ValuePreview } from "../../../sandbox/value/value_preview.ts";
import type { ValueData } from "./graph_data.ts";
import { printValue } from "../print_value.ts";
import { valueKind } from "../value.ts";
import { readValue, writeValue } from "./exact_value.ts";

/** Maximum characters of a preview, unless the limit of exact values is smaller. */
const previewLength = 2000;

/**
 * A value as data. Exact are primitives, plain records and arrays, Map, Set, Date, RegExp, buffers, typed arrays
 * and built-in errors (without their stack), with shared and cyclic references. Functions, class instances and
 * getters become previews. Never throws.
 *
 * @param value any value
 * @param limit maximum characters of an exact value @default Infinity
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { decodeValue, encodeValue } from "@opto/opto/trace";
 * const value = { at: -0, seen: new Set([NaN, 10n]) };
 * assertEquals(decodeValue(JSON.parse(JSON.stringify(encodeValue(value)))), value);
 * ```
 */
export function encodeValue(value: unknown, limit: number = Infinity): ValueData {
  try {
    if (typeof value === "object" && value !== null && isPreview(value)) {
      return { kind: "preview", type: value.type, text: value.text };
    }
    return { kind: "exact", type: valueKind(value), json: writeValue(value, limit) };
  } catch {
    // No exact form within the limit, or a proxy's trap threw.
    const text = shortText(printValue(value, previewLength), Math.min(previewLength, limit));
    return { kind: "preview", type: valueKind(value), text };
  }
}

/**
 * The value from data: a `ValuePreview` for a preview, a `RegExpData` for a regular expression.
 *
 * @param data from any origin: it is checked, and no code from it runs
 * @throws {TypeError} when exact data is not in the encoding, or nested too deeply
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { decodeValue, encodeValue } from "@opto/opto/trace";
 *
 * assertEquals(decodeValue(encodeValue(new Map([["k", 1n]]))), new Map([["k", 1n]]));
 * ```
 */
export function decodeValue(data: ValueData): unknown {
  return data.kind === "exact" ? readValue(data.json) : new ValuePreview(data.type, data.text);
}

/**
 * The text of a value for people and models: literals as in TypeScript, cuts marked `…`.
 *
 * @param data a value of a graph
 * @param limit maximum characters @default 2000
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { encodeValue, printValueData } from "@opto/opto/trace";
 *
 * assertEquals(printValueData(encodeValue([1, "a"])), '[1, "a"]');
 * assertEquals(printValueData(encodeValue("a long text"), 7), '"a lon…');
 * ```
 */
export function printValueData(data: ValueData, limit: number = 2000): string {
  return shortText(
    data.kind === "exact" ? printValue(readValue(data.json), limit) : data.text,
    limit,
  );
}
