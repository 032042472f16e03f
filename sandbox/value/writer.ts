/**
 * The state of encoding one value: the used part of its limits, and the objects found so far.
 *
 * @module
 */
import { emptyRecord, MapConstructor, mapGet, mapSet } from "../primordials.ts";
import type { ValueLimits } from "./limits.ts";
import { ValueRefusal } from "./refusal.ts";

/** Encoding rules. All keys must be own keys: a candidate may patch the prototype of records. */
export interface EncodeRules {
  readonly limits: ValueLimits;
  /** Name of the value in a reason. */
  readonly name: string;
  /**
   * Whether decoding must give the same value again. Otherwise class instances become records, getters are called,
   * and properties of containers beside their items are omitted.
   */
  readonly isExact: boolean;
}

/** The state of encoding one value. */
export interface Writer {
  readonly rules: EncodeRules;
  /** Name of the value in a reason. */
  name: string;
  /** Encodes a nested value; held here so that the modules of the kinds need not import it. */
  readonly write: (writer: Writer, value: unknown, depth: number) => string;
  /** Keys and indices on the path to the current value. A record, because an array's setters may be patched. */
  readonly path: Record<number, string | number>;
  usedChars: number;
  /** Characters saved by references. */
  savedChars: number;
  nodes: number;
  entries: number;
  holes: number;
  bytes: number;
  /** Number of objects so far. */
  objects: number;
  /** The first object and its size; the map is only made for further objects. */
  first: object | undefined;
  numbers: Map<object, number> | undefined;
  sizes: Record<number, number> | undefined;
  /** The deepest level that the object at hand reaches, references followed. */
  deepest: number;
  /** How many levels each object contains; those without any are left out. */
  heights: Record<number, number> | undefined;
}

/** Starts encoding a value. */
export function createWriter(rules: EncodeRules, write: Writer["write"]): Writer {
  return {
    rules,
    name: rules.name,
    write,
    path: emptyRecord(),
    usedChars: 0,
    savedChars: 0,
    nodes: 0,
    entries: 0,
    holes: 0,
    bytes: 0,
    objects: 0,
    first: undefined,
    numbers: undefined,
    sizes: undefined,
    deepest: 0,
    heights: undefined,
  };
}

/** Ends encoding. @param depth of the current value @param reason a clause without a subject */
export function refuse(writer: Writer, depth: number, reason: string): never {
  let place = writer.name;
  for (let level = 1; level <= depth; level++) {
    const key = writer.path[level];
    place += typeof key === "number" ? `[${key}]` : `.${key}`;
  }
  throw new ValueRefusal(`${place} ${reason}`);
}

/** Counts characters, before or after they are written. */
export function spend(writer: Writer, depth: number, chars: number): void {
  writer.usedChars += chars;
  const { maxChars } = writer.rules.limits;
  if (writer.usedChars > maxChars) {
    refuse(writer, depth, `ends beyond the limit of ${maxChars} characters`);
  }
}

/** Counts the characters of a piece of text. */
export function take(writer: Writer, depth: number, piece: string): string {
  spend(writer, depth, piece.length);
  return piece;
}

/** Counts values. */
export function countNodes(writer: Writer, depth: number, count: number): void {
  writer.nodes += count;
  const { maxNodes } = writer.rules.limits;
  if (writer.nodes > maxNodes) refuse(writer, depth, `ends beyond the limit of ${maxNodes} values`);
}

/** The number of an object found before. */
export function numberOf(writer: Writer, value: object): number | undefined {
  if (value === writer.first) return 0;
  return writer.numbers === undefined ? undefined : mapGet(writer.numbers, value);
}

/** Numbers an object. */
export function register(writer: Writer, value: object): number {
  const number = writer.objects++;
  if (number === 0) writer.first = value;
  else mapSet(writer.numbers ??= new MapConstructor<object, number>(), value, number);
  return number;
}

/** Stores the size of an encoded object, without references. */
export function setSize(writer: Writer, number: number, size: number): void {
  if (number > 0) (writer.sizes ??= emptyRecord<number>())[number] = size;
}

/** The size of an object without references; undefined while it is being encoded. */
export function sizeAt(writer: Writer, number: number): number | undefined {
  return writer.sizes?.[number];
}

/** Remembers how many levels of objects an object contains. */
export function setHeight(writer: Writer, number: number, height: number): void {
  if (height > 0 && number > 0) (writer.heights ??= emptyRecord<number>())[number] = height;
}

/** How many levels of objects an object contains. */
export function heightAt(writer: Writer, number: number): number {
  return writer.heights?.[number] ?? 0;
}
