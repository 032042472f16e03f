/**
 * Canonical text and hash of data.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { type Json, writeValue } from "../trace/data/value_encoder.ts";

/**
 * Writes data as JSON such that equal data gives equal text: the order of keys does not matter, and what JSON has no word
 * for (`NaN`, a bigint, a Map) is told apart as the trace does it.
 *
 * @throws {InexactError} when the data holds what cannot be written exactly: a function, a class instance
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(writeValue(value, Infinity)));
}

/** SHA-256 of the canonical JSON, the first `digits` hexadecimal digits. */
export function contentHash(value: unknown, digits = 12): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex").slice(0, digits);
}

function sorted(json: Json): Json {
  if (Array.isArray(json)) return json.map(sorted);
  if (typeof json !== "object" || json === null) return json;
  const entries = Object.entries(json).sort(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
