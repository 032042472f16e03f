/**
 * The state of writing one value: how much of its limits is used, and which objects were met.
 *
 * @module
 */
import { emptyRecord, MapConstructor, mapGet, mapSet } from "../primordials.ts";
import type { ValueLimits } from "./limits.ts";
import { ValueRefusal } from "./refusal.ts";

/** How a value is written. All keys must be own ones: a candidate may patch the prototype of records. */
export interface EncodeRules {
  readonly limits: ValueLimits;
  /** What the value is called in a reason. */
  readonly name: string;
  /**
   * Whether the text must give the same value again. Otherwise instances of classes become records, getters are called,
   * and what a container holds beside its items is left out.
   */
  readonly isExact: boolean;
}

/** The state of writing one value. */
export interface Writer {
  readonly rules: EncodeRules;
  /** What the value is called in a reason. */
  name: string;
  /** Writes a value that another one contains; here, so that the modules of the kinds need not import it. */
  readonly write: (writer: Writer, value: unknown, depth: number) => string;
  /** Keys and indices on the way to the value at hand. A record, for an array's setters may be patched. */
  readonly path: Record<number, string | number>;
  usedChars: number;
  /** Characters that references save. */
  savedChars: number;
  nodes: number;
  entries: number;
  holes: number;
  bytes: number;
  /** How many objects have a number. */
  objects: number;
  /** The first object, which needs no map if there is no other. It contains all others. */
  first: object | undefined;
  numbers: Map<object, number> | undefined;
  sizes: Record<number, number> | undefined;
  /** The deepest level that the object at hand reaches, references followed. */
  deepest: number;
  /** How many levels each object contains; those without any are left out. */
  heights: Record<number, number> | undefined;
}

/** Begins to write a value. */
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

/** Ends the writing. @param depth of the value at hand @param reason a clause without a subject */
export function refuse(writer: Writer, depth: number, reason: string): never {
  let place = writer.name;
  for (let level = 1; level <= depth; level++) {
    const key = writer.path[level];
    place += typeof key === "number" ? `[${key}]` : `.${key}`;
  }
  throw new ValueRefusal(`${place} ${reason}`);
}

/** Counts characters before or after they are made. */
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

/** The number of an object that was met before. */
export function numberOf(writer: Writer, value: object): number | undefined {
  if (value === writer.first) return 0;
  return writer.numbers === undefined ? undefined : mapGet(writer.numbers, value);
}

/** Gives an object the next number. */
export function register(writer: Writer, value: object): number {
  const number = writer.objects++;
  if (number === 0) writer.first = value;
  else mapSet(writer.numbers ??= new MapConstructor<object, number>(), value, number);
  return number;
}

/** Remembers the characters of an object without references, when it was written. The first is written last. */
export function setSize(writer: Writer, number: number, size: number): void {
  if (number > 0) (writer.sizes ??= emptyRecord<number>())[number] = size;
}

/** The characters of an object without references; undefined while it is being written. */
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
