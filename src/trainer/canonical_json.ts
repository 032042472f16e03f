/**
 * Canonical text and hash of data.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Json } from "../../sandbox/value/format.ts";
import { writeTree } from "../trace/data/exact_value.ts";

/**
 * Encodes data as JSON with sorted keys, so that equal data gives equal text. Values that JSON lacks (NaN, -0, a
 * bigint, a Map) are tagged, so they differ from the values JSON has.
 *
 * @throws {TypeError} when the data cannot be encoded exactly: a function, a class instance
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(writeTree(value)));
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
