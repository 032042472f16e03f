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
  /** The objects in the order in which their text begins. */
  readonly objects: Record<number, object>;
  /** Of each object by its number: its characters without references; missing while it is being read. */
  readonly sizes: Record<number, number>;
  count: number;
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
    objects: emptyRecord(),
    sizes: emptyRecord(),
    count: 0,
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
  reader.objects[reader.count++] = object;
  return object;
}
