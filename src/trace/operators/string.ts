/**
 * Operators on text.
 *
 * @module
 */
import { isPromise } from "../is_promise.ts";
import type { Table } from "./table.ts";

/** Operators of text only. */
export interface TextOperators {
  /** x in capital letters. */
  toUpperCase(x: string): string;
  /** x in small letters. */
  toLowerCase(x: string): string;
  /** The first letter large, the others small. */
  capitalize(x: string): string;
  /** The first letter of every word large. */
  title(x: string): string;
  /** x with large and small letters exchanged. */
  swapCase(x: string): string;
  /** x without white space at its ends. */
  trim(x: string): string;
  /** x without white space at its start. */
  trimStart(x: string): string;
  /** x without white space at its end. */
  trimEnd(x: string): string;
  /** The parts of x between separators. */
  split(x: string, separator: string, limit?: number): string[];
  /** x with the first match of the pattern replaced. */
  replace(x: string, pattern: string | RegExp, replacement: string): string;
  /** x with every match of the pattern replaced. */
  replaceAll(x: string, pattern: string | RegExp, replacement: string): string;
  /** Whether x starts with the prefix. */
  startsWith(x: string, prefix: string): boolean;
  /** Whether x ends with the suffix. */
  endsWith(x: string, suffix: string): boolean;
  /** x filled at its start up to a length. */
  padStart(x: string, length: number, fill?: string): string;
  /** x filled at its end up to a length. */
  padEnd(x: string, length: number, fill?: string): string;
  /** x so many times. */
  repeat(x: string, count: number): string;
  /** Fills `{name}` from a record, `{0}` from an array and `{}` by order; `{{` and `}}` are braces. */
  format(x: string, values: Readonly<Record<string, unknown>> | readonly unknown[]): string;
  /** The number of the character at an index. */
  codePointAt(x: string, index: number): number | undefined;
  /** x read as a number. */
  toNumber(x: string): number;
}

/** The rows of text. */
export const text: Table<TextOperators> = {
  toUpperCase: ["x in capital letters.", (x) => x.toUpperCase()],
  toLowerCase: ["x in small letters.", (x) => x.toLowerCase()],
  capitalize: ["x with its first letter large and the others small.", capitalize],
  title: ["x with the first letter of every word large.", (x) => x.replace(/\p{L}+/gu, capitalize)],
  swapCase: ["x with large and small letters exchanged.", (x) => x.replace(/\p{L}/gu, swap)],
  trim: ["x without white space at its ends.", (x) => x.trim()],
  trimStart: ["x without white space at its start.", (x) => x.trimStart()],
  trimEnd: ["x without white space at its end.", (x) => x.trimEnd()],
  split: ["The parts of x between separators.", (x, separator, limit) => x.split(separator, limit)],
  replace: [
    "x with the first match of the pattern replaced.",
    (x, pattern, replacement) => x.replace(pattern, replacement),
  ],
  replaceAll: [
    "x with every match of the pattern replaced.",
    (x, pattern, replacement) => x.replaceAll(pattern, replacement),
  ],
  startsWith: ["Whether x starts with the prefix.", (x, prefix) => x.startsWith(prefix)],
  endsWith: ["Whether x ends with the suffix.", (x, suffix) => x.endsWith(suffix)],
  padStart: [
    "x filled at its start up to a length.",
    (x, length, fill) => x.padStart(length, fill),
  ],
  padEnd: ["x filled at its end up to a length.", (x, length, fill) => x.padEnd(length, fill)],
  repeat: ["x so many times.", (x, count) => x.repeat(count)],
  format: ["x with its {placeholders} filled from the values.", format],
  codePointAt: [
    "The number of the character of x at the index.",
    (x, index) => x.codePointAt(index),
  ],
  toNumber: ["x read as a number.", (x) => Number(x)],
};

function capitalize(x: string): string {
  return x.slice(0, 1).toUpperCase() + x.slice(1).toLowerCase();
}

function swap(letter: string): string {
  return letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
}

function format(x: string, values: Readonly<Record<string, unknown>> | readonly unknown[]): string {
  let next = 0;
  return x.replace(/\{\{|\}\}|\{([\w.]*)\}/g, (match, name: string | undefined) => {
    if (name === undefined) return match.slice(1);
    const key = name === "" ? String(next++) : name;
    if (!Object.hasOwn(values, key)) {
      throw new RangeError(`Cannot fill "{${name}}": received no value of that name`);
    }
    return inText(Reflect.get(values, key));
  });
}

/**
 * A value within text, as in a template; where JavaScript would write "[object Object]", as JSON.
 *
 * @throws {TypeError} for what has no text: a promise, a function, an instance of a class without `toString`
 */
export function inText(value: unknown): string {
  const refuse = (kind: string, advice: string): never => {
    throw new TypeError(`Cannot write a value as text: received ${kind}; ${advice}`);
  };
  if (typeof value === "function") return refuse("a function", "call it, or pass its name");
  if (typeof value !== "object" || value === null) return String(value);
  if (isPromise(value)) return refuse("a promise", "await it");
  const isFlat = Array.isArray(value) &&
    value.every((item) => typeof item !== "object" || item === null);
  if (isFlat) return String(value);
  const isData = Array.isArray(value) || value instanceof Map || value instanceof Set ||
    [Object.prototype, null].includes(Object.getPrototypeOf(value));
  const toText: unknown = Reflect.get(value, "toString");
  const hasText = toText !== undefined && toText !== Object.prototype.toString;
  if (Symbol.toPrimitive in value || (hasText && !Array.isArray(value))) return String(value);
  return isData
    ? JSON.stringify(value, jsonItem)
    : refuse(`an instance of ${value.constructor?.name}`, "pass a field, or give it a toString");
}

/** Maps as records, sets as arrays, bigints as text: what JSON itself cannot write. */
function jsonItem(_key: string, item: unknown): unknown {
  if (isPromise(item)) {
    throw new TypeError("Cannot write a value as text: received a promise in it; await it");
  }
  if (item instanceof Map) return Object.fromEntries(item);
  if (item instanceof Set) return [...item];
  return typeof item === "bigint" ? String(item) : item;
}

/** The helpers of the rows, exported for standalone modules. */
export const helpers = { capitalize, swap, format, inText, jsonItem, isPromise };
