/**
 * Decodes arrays, records, Maps and Sets. Arrays and records are changed in place: filling new ones could call
 * setters that a candidate patched.
 *
 * @module
 */
import {
  emptyRecord,
  hasOwn,
  isArray,
  MapConstructor,
  mapSet,
  objectKeys,
  setAdd,
  SetConstructor,
} from "../primordials.ts";
import { bigIntEntries } from "./limits.ts";
import { countEntries, countNodes, type Reader, refuse, register, spend } from "./reader.ts";

/** A record of unknown fields. */
export type Fields = Record<string, unknown>;

export function readArray(reader: Reader, json: unknown[], depth: number): unknown[] {
  const { length } = json;
  register(reader, json);
  countNodes(reader, length);
  spend(reader, 1 + length);
  for (let index = 0; index < length; index++) {
    const item = json[index];
    if (typeof item === "number" && item - item === 0) {
      reader.usedChars++; // fast path for most items
    } else if (isHole(item)) {
      countHole(reader);
      delete json[index];
    } else {
      json[index] = reader.read(reader, item, depth + 1);
    }
  }
  spend(reader, 0);
  return json;
}

function isHole(item: unknown): boolean {
  return typeof item === "object" && item !== null && hasOwn(item, "$") &&
    (item as Fields).$ === "hole";
}

function countHole(reader: Reader): void {
  const { maxHoles } = reader.rules.limits;
  if (++reader.holes > maxHoles) refuse(reader, `is over the limit of ${maxHoles} holes`);
}

/** The fields of a tagged record. */
export function fieldsOf(reader: Reader, json: Fields): Fields {
  const fields = hasOwn(json, "fields") ? json.fields : undefined;
  if (typeof fields === "object" && fields !== null && !isArray(fields)) return fields as Fields;
  return refuse(reader, `has a tag without "fields"`);
}

export function readRecord(reader: Reader, fields: Fields, depth: number): Fields {
  return readFields(reader, register(reader, fields), depth);
}

/** All keys are own keys, even `__proto__`, so reading and setting them reaches no prototype. */
export function readFields(reader: Reader, fields: Fields, depth: number): Fields {
  const keys = objectKeys(fields);
  const { length } = keys;
  countNodes(reader, length);
  spend(reader, 1 + 2 * length); // braces, colons and commas, or one less
  for (let index = 0; index < length; index++) {
    const key = keys[index] as string; // below its length
    if (key.length > reader.rules.limits.maxTextChars) refuse(reader, "has a key over the limit");
    spend(reader, key.length + 2);
    const item = fields[key];
    const value = reader.read(reader, item, depth + 1);
    if (value !== item) fields[key] = value;
  }
  return fields;
}

/** A record without a prototype. */
export function readBare(reader: Reader, fields: Fields, depth: number): Fields {
  const bare = register(reader, emptyRecord<unknown>());
  readFields(reader, fields, depth);
  const keys = objectKeys(fields);
  const { length } = keys;
  for (let index = 0; index < length; index++) {
    const key = keys[index] as string; // below its length
    bare[key] = fields[key];
  }
  return bare;
}

export function readMap(reader: Reader, entries: readonly unknown[], depth: number): object {
  const map = register(reader, new MapConstructor<unknown, unknown>());
  const { length } = entries;
  countEntries(reader, length);
  countNodes(reader, 2 * length);
  for (let index = 0; index < length; index++) {
    const entry = entries[index];
    if (!isArray(entry) || entry.length !== 2) return refuse(reader, "has a broken Map entry");
    spend(reader, 4);
    const key = reader.read(reader, entry[0], depth + 1);
    countBigInt(reader, key);
    mapSet(map, key, reader.read(reader, entry[1], depth + 1));
  }
  return map;
}

export function readSet(reader: Reader, items: readonly unknown[], depth: number): object {
  const set = register(reader, new SetConstructor<unknown>());
  const { length } = items;
  countEntries(reader, length);
  countNodes(reader, length);
  for (let index = 0; index < length; index++) {
    spend(reader, 1);
    const item = reader.read(reader, items[index], depth + 1);
    countBigInt(reader, item);
    setAdd(set, item);
  }
  return set;
}

/** Counts the rest of an entry whose key or item is a bigint. */
function countBigInt(reader: Reader, key: unknown): void {
  if (typeof key === "bigint") countEntries(reader, bigIntEntries - 1);
}
