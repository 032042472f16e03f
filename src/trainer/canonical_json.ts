/**
 * Canonical text and hash of data.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Json } from "../../sandbox/value/format.ts";
import { treeText } from "../trace/data/exact_value.ts";

/**
 * Encodes data as JSON with sorted keys, so that equal data gives equal text. Values that JSON lacks (NaN, -0, a
 * bigint, a Map) are tagged, so they differ from the values JSON has.
 *
 * @throws {TypeError} when the data cannot be encoded exactly: a function, a class instance
 */
export function canonicalJson(value: unknown): string {
  const text = treeText(value);
  return hasSortedKeys(value, text) ? text : JSON.stringify(sorted(JSON.parse(text)));
}

/** Whether the keys in the JSON of a value are sorted for sure: it has one record, at the top, or none. */
function hasSortedKeys(value: unknown, text: string): boolean {
  if (text.includes("{", 1)) return false;
  if (!text.startsWith("{")) return true;
  const keys = Object.keys(Object(value));
  // Keys that are whole numbers come first in any record, in their own order.
  return keys.every((key, place) => !/^\d/.test(key) && (place === 0 || keys[place - 1]! < key)); // there is one before
}

/** SHA-256 of the canonical JSON, the first `digits` hexadecimal digits. */
export function contentHash(value: unknown, digits = 12): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex").slice(0, digits);
}

function sorted(json: Json): Json {
  if (Array.isArray(json)) return json.map(sorted);
  if (typeof json !== "object" || json === null) return json;
  const keys = Object.keys(json).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(json[key]!)])); // !: its own keys
}
