/**
 * Encodes arrays, records, Maps and Sets.
 *
 * @module
 */
import {
  hasOwn,
  is,
  mapForEach,
  mapSize,
  objectKeys,
  ownDescriptor,
  ownKeys,
  quote,
  setForEach,
  setSize,
  toText,
} from "../primordials.ts";
import { bigIntEntries } from "./limits.ts";
import { countNodes, refuse, spend, take, type Writer } from "./writer.ts";

/** Whether a number is finite and not -0. */
export function isPlainNumber(value: number): boolean {
  return value - value === 0 && !is(value, -0);
}

export function writeArray(writer: Writer, value: readonly unknown[], depth: number): string {
  const { length } = value;
  if (typeof length !== "number" || length >>> 0 !== length) { // a proxy may claim any length
    return refuse(writer, depth, "is an array without a valid length");
  }
  const { limits, isExact } = writer.rules;
  if (length > limits.maxNodes - writer.nodes || length > limits.maxChars) {
    refuse(writer, depth, `has ${length} items, over the limit`);
  }
  if (isExact) requireItemsOnly(writer, value, depth);
  countNodes(writer, depth, length);
  spend(writer, depth, listChars(length));
  let text = "";
  for (let index = 0; index < length; index++) {
    if (index > 0) text += ",";
    const item = isExact ? ownValue(writer, value, index, depth) : value[index];
    if (typeof item === "number" && isPlainNumber(item)) {
      const piece = toText(item); // fast path for most items
      writer.usedChars += piece.length;
      text += piece;
      continue;
    }
    writer.path[depth + 1] = index;
    text += item === undefined && !hasOwn(value, index)
      ? writeHole(writer, depth + 1)
      : writer.write(writer, item, depth + 1);
  }
  spend(writer, depth, 0);
  return `[${text}]`;
}

function writeHole(writer: Writer, depth: number): string {
  const { maxHoles } = writer.rules.limits;
  if (++writer.holes > maxHoles) refuse(writer, depth, `is beyond the limit of ${maxHoles} holes`);
  return take(writer, depth, `{"$":"hole"}`);
}

/** Requires that an array has no other properties. Its keys are indices, `length`, other names, then symbols. */
function requireItemsOnly(writer: Writer, value: readonly unknown[], depth: number): void {
  const keys = ownKeys(value);
  if (keys[keys.length - 1] !== "length") refuse(writer, depth, "has properties beside its items");
}

/** The value of an own property; getters are not called. */
function ownValue(writer: Writer, value: object, key: PropertyKey, depth: number): unknown {
  const property = ownDescriptor(value, key);
  if (property === undefined) return undefined;
  if (!hasOwn(property, "value") || property.enumerable !== true) {
    refuse(writer, depth, "has a property that is not plain");
  }
  return property.value;
}

export function writeRecord(writer: Writer, value: object, depth: number): string {
  const keys = writer.rules.isExact ? plainKeys(writer, value, depth) : objectKeys(value);
  const fields = writeFields(writer, value, keys, depth);
  return hasTagKey(keys) ? tagged(writer, depth, `{"$":"record","fields":`, fields) : fields;
}

/** Checks the keys that are written: a proxy may report other properties. */
function hasTagKey(keys: readonly string[]): boolean {
  const { length } = keys;
  for (let index = 0; index < length; index++) if (keys[index] === "$") return true;
  return false;
}

/** A record without a prototype. */
export function writeBare(writer: Writer, value: object, depth: number): string {
  const fields = writeFields(writer, value, plainKeys(writer, value, depth), depth);
  return tagged(writer, depth, `{"$":"bare","fields":`, fields);
}

/** All own keys, which must be strings. */
export function plainKeys(writer: Writer, value: object, depth: number): readonly string[] {
  const keys = ownKeys(value);
  if (typeof keys[keys.length - 1] === "symbol") refuse(writer, depth, "has a symbol as a key");
  return keys as string[]; // symbols come last
}

/** Properties of an object as a record. */
export function writeFields(
  writer: Writer,
  value: object,
  keys: readonly string[],
  depth: number,
): string {
  const { isExact, limits } = writer.rules;
  const { length } = keys;
  countNodes(writer, depth, length);
  spend(writer, depth, listChars(length) + length); // with colons
  let text = "";
  for (let index = 0; index < length; index++) {
    const key = keys[index] as string; // below its length
    writer.path[depth + 1] = key;
    if (key.length > limits.maxTextChars) refuse(writer, depth, "has a key over the limit");
    const quoted = take(writer, depth, quote(key));
    const item = isExact
      ? ownValue(writer, value, key, depth)
      : (value as Record<string, unknown>)[key];
    text += `${index === 0 ? "" : ","}${quoted}:${writer.write(writer, item, depth + 1)}`;
  }
  return `{${text}}`;
}

export function writeMap(writer: Writer, value: object, depth: number): string {
  countEntries(writer, depth, mapSize(value)); // throws unless it is a genuine Map
  requireNoProperties(writer, value, depth);
  spend(writer, depth, 2); // outer brackets
  let text = "";
  mapForEach(value as Map<unknown, unknown>, (item, key) => {
    spend(writer, depth, text === "" ? 3 : 4); // brackets and commas
    countNodes(writer, depth, 2);
    countBigInt(writer, depth, key);
    writer.path[depth + 1] = "key";
    const keyText = writer.write(writer, key, depth + 1);
    writer.path[depth + 1] = "get(…)";
    text += `${text === "" ? "" : ","}[${keyText},${writer.write(writer, item, depth + 1)}]`;
  });
  return tagged(writer, depth, `{"$":"map","entries":`, `[${text}]`);
}

export function writeSet(writer: Writer, value: object, depth: number): string {
  countEntries(writer, depth, setSize(value)); // throws unless it is a genuine Set
  requireNoProperties(writer, value, depth);
  spend(writer, depth, 2); // brackets
  let text = "";
  setForEach(value as Set<unknown>, (item) => {
    if (text !== "") spend(writer, depth, 1); // a comma
    countNodes(writer, depth, 1);
    countBigInt(writer, depth, item);
    writer.path[depth + 1] = "item";
    text += (text === "" ? "" : ",") + writer.write(writer, item, depth + 1);
  });
  return tagged(writer, depth, `{"$":"set","items":`, `[${text}]`);
}

function countEntries(writer: Writer, depth: number, count: number): void {
  const { maxEntries } = writer.rules.limits;
  writer.entries += count;
  if (writer.entries > maxEntries) {
    refuse(writer, depth, `ends beyond the limit of ${maxEntries} entries of Maps and Sets`);
  }
}

/** Counts the rest of an entry whose key or item is a bigint. */
function countBigInt(writer: Writer, depth: number, key: unknown): void {
  if (typeof key === "bigint") countEntries(writer, depth, bigIntEntries - 1);
}

/** An exact text of a container other than a record has no place for properties. */
export function requireNoProperties(writer: Writer, value: object, depth: number): void {
  if (writer.rules.isExact && ownKeys(value).length > 0) {
    refuse(writer, depth, "has properties of its own");
  }
}

/** A tagged record around text whose characters are counted already. */
function tagged(writer: Writer, depth: number, head: string, content: string): string {
  return take(writer, depth, head) + content + take(writer, depth, "}");
}

/** The characters of brackets and commas around some items. */
export function listChars(count: number): number {
  return count === 0 ? 2 : count + 1;
}
