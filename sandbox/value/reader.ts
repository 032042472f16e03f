/**
 * The state of reading one value: how much of its limits is used, and which objects were made.
 *
 * @module
 */
import { emptyRecord } from "../primordials.ts";
import type { ValueLimits } from "./limits.ts";
import { ValueRefusal } from "./refusal.ts";

/** How a value is read. All keys must be own ones: a candidate may patch the prototype of records. */
export interface DecodeRules {
  readonly limits: ValueLimits;
  /** What the value is called in a reason. */
  readonly name: string;
  /** Whether regular expressions are compiled; otherwise they become `RegExpData`. */
  readonly compilesRegExps: boolean;
}

/** The state of reading one value. */
export interface Reader {
  readonly rules: DecodeRules;
  /** Reads a value that another one contains; here, so that the modules of the kinds need not import it. */
  readonly read: (reader: Reader, json: unknown, depth: number) => unknown;
  /** At least as many as the text has, and never more. */
  usedChars: number;
  savedChars: number;
  nodes: number;
  entries: number;
  holes: number;
  bytes: number;
  /** How many objects have a number, in the order in which their text begins. */
  count: number;
  /** The first object, which needs no record if there is no other. It contains all others. */
  first: object | undefined;
  objects: Record<number, object> | undefined;
  sizes: Record<number, number> | undefined;
  /** The deepest level that the object at hand reaches, references followed. */
  deepest: number;
  /** How many levels each object contains; those without any are left out. */
  heights: Record<number, number> | undefined;
}

/** Begins to read a value. */
export function createReader(rules: DecodeRules, read: Reader["read"]): Reader {
  return {
    rules,
    read,
    usedChars: 0,
    savedChars: 0,
    nodes: 0,
    entries: 0,
    holes: 0,
    bytes: 0,
    count: 0,
    first: undefined,
    objects: undefined,
    sizes: undefined,
    deepest: 0,
    heights: undefined,
  };
}

/** Ends the reading. @param reason a clause without a subject */
export function refuse(reader: Reader, reason: string): never {
  throw new ValueRefusal(`${reader.rules.name} ${reason}`);
}

/** Counts characters that the text has at least. */
export function spend(reader: Reader, chars: number): void {
  reader.usedChars += chars;
  const { maxChars } = reader.rules.limits;
  if (reader.usedChars > maxChars) {
    refuse(reader, `is over the limit of ${maxChars} characters`);
  }
}

/** Counts values. */
export function countNodes(reader: Reader, count: number): void {
  reader.nodes += count;
  const { maxNodes } = reader.rules.limits;
  if (reader.nodes > maxNodes) refuse(reader, `is over the limit of ${maxNodes} values`);
}

/** Counts entries of Maps and Sets. */
export function countEntries(reader: Reader, count: number): void {
  reader.entries += count;
  const { maxEntries } = reader.rules.limits;
  if (reader.entries > maxEntries) {
    refuse(reader, `is over the limit of ${maxEntries} entries of Maps and Sets`);
  }
}

/** Gives an object the next number, before what it contains is read. */
export function register<Container extends object>(reader: Reader, object: Container): Container {
  const number = reader.count++;
  if (number === 0) reader.first = object;
  else (reader.objects ??= emptyRecord<object>())[number] = object;
  return object;
}

/** The object with a number. */
export function objectAt(reader: Reader, number: number): object | undefined {
  return number === 0 ? reader.first : reader.objects?.[number];
}

/** Remembers the characters of an object without references, when it was read. The first is read last. */
export function setSize(reader: Reader, number: number, size: number): void {
  if (number > 0) (reader.sizes ??= emptyRecord<number>())[number] = size;
}

/** The characters of an object without references; undefined while it is being read. */
export function sizeAt(reader: Reader, number: number): number | undefined {
  return reader.sizes?.[number];
}

/** Remembers how many levels of objects an object contains. */
export function setHeight(reader: Reader, number: number, height: number): void {
  if (height > 0 && number > 0) (reader.heights ??= emptyRecord<number>())[number] = height;
}

/** How many levels of objects an object contains. */
export function heightAt(reader: Reader, number: number): number {
  return reader.heights?.[number] ?? 0;
}
