/**
 * Keeps of the arguments of calls what code can calculate with.
 *
 * @module
 */
import type { Calls } from "../code/grow/observed.ts";

/** Most fields of a record that are kept. */
const mostFields = 64;

/** Calls of which numbers, lengths of lists, and numbers in the fields of records are left: any argument has a form that can be sent. */
export function observableCalls(calls: Calls): Calls {
  return calls.map((call) => call.map(observable));
}

function observable(value: unknown): unknown {
  if (isFiniteNumber(value)) return value;
  if (Array.isArray(value)) return { length: value.length };
  if (typeof value !== "object" || value === null) return null;
  const numbers = Object.entries(value).filter(([, field]) => isFiniteNumber(field));
  return Object.fromEntries(numbers.slice(0, mostFields));
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
