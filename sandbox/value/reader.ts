/**
 * The state of decoding one value: the used part of its limits, and the decoded objects.
 *
 * @module
 */
import { emptyRecord } from "../primordials.ts";
import type { ValueLimits } from "./limits.ts";
import { ValueRefusal } from "./refusal.ts";

/** Decoding rules. All keys must be own keys: a candidate may patch the prototype of records. */
export interface DecodeRules {
  readonly limits: ValueLimits;
  /** Name of the value in a reason. */
  readonly name: string;
  /** Whether regular expressions are compiled; otherwise they become `RegExpData`. */
  readonly compilesRegExps: boolean;
}

/** The state of decoding one value. */
export interface Reader {
  readonly rules: DecodeRules;
  /** Decodes a nested value; held here so that the modules of the kinds need not import it. */
  readonly read: (reader: Reader, json: unknown, depth: number) => unknown;
  /** A lower bound of the characters of the text. */
  usedChars: number;
  savedChars: number;
  nodes: number;
  entries: number;
  holes: number;
  bytes: number;
  /** Number of objects so far, in the order in which their text begins. */
  count: number;
  /** The first object and its size; the maps are only made for further objects. */
  first: object | undefined;
  objects: Record<number, object> | undefined;
  sizes: Record<number, number> | undefined;
  /** The deepest level that the object at hand reaches, references followed. */
  deepest: number;
  /** How many levels each object contains; those without any are left out. */
  heights: Record<number, number> | undefined;
}

/** Starts decoding a value. */
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

/** Ends decoding. @param reason a clause without a subject */
export function refuse(reader: Reader, reason: string): never {
  throw new ValueRefusal(`${reader.rules.name} ${reason}`);
}

/** Counts characters that the text must have. */
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

/** Numbers an object before its members are decoded. */
export function register<Container extends object>(reader: Reader, object: Container): Container {
  const number = reader.count++;
  if (number === 0) reader.first = object;
  else (reader.objects ??= emptyRecord<object>())[number] = object;
  return object;
}

/** The object with the given number. */
export function objectAt(reader: Reader, number: number): object | undefined {
  return number === 0 ? reader.first : reader.objects?.[number];
}

/** Stores the size of a decoded object, without references. */
export function setSize(reader: Reader, number: number, size: number): void {
  if (number > 0) (reader.sizes ??= emptyRecord<number>())[number] = size;
}

/** The size of an object without references; undefined while it is being decoded. */
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
