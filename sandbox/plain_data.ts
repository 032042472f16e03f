/**
 * Plain data as JSON text, with tags for what JSON loses; the only form in which values cross a border.
 *
 * Used on both sides. It reads each property once, in order, and calls nothing that a candidate can replace.
 *
 * @module
 */
import {
  BigIntFrom,
  bufferLength,
  Bytes,
  DateConstructor,
  dateTime,
  emptyRecord,
  fromBase64,
  getPrototypeOf,
  hasOwn,
  includes,
  is,
  isArray,
  isError,
  isView,
  MapConstructor,
  mapForEach,
  mapSet,
  mapSize,
  objectKeys,
  ObjectPrototype,
  parseJson,
  quote,
  RegExpConstructor,
  regExpFlags,
  regExpSource,
  setAdd,
  SetConstructor,
  setForEach,
  setSize,
  slice,
  tagOf,
  toBase64,
  toText,
  viewBuffer,
  viewLength,
  viewName,
  viewOffset,
  views,
} from "./primordials.ts";
import { revivedError } from "./revived_error.ts";

/** Bounds of one value. */
export interface PlainLimits {
  /** Characters of its text. */
  readonly maxChars: number;
  /** Levels of nesting; also what ends a cycle. */
  readonly maxDepth: number;
}

/** Why a value may not cross, as in `result.items[3] is a function`. No `Error`: those run hooks of their realm. */
export class NotPlain {
  /** @param reason a clause that begins with the place of the value */
  constructor(readonly reason: string) {}
}

/**
 * Writes a value as text.
 *
 * NaN, the infinities, -0, undefined, bigint, Date, Map, Set, RegExp, Error, ArrayBuffer and views on it keep their
 * kind. Holes become undefined; an instance of a class becomes the record of its own enumerable properties.
 *
 * @param name what the value is called in the reason
 * @throws {NotPlain} for functions, symbols, promises and the like, and beyond the limits
 */
export function encode(value: unknown, limits: PlainLimits, name = "value"): string {
  // What most results are, without what the rest needs.
  if (typeof value === "number" && isOrdinary(value)) return toText(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  return encodeAny(value, limits, name);
}

function encodeAny(value: unknown, limits: PlainLimits, name: string): string {
  const { maxDepth } = limits;
  let room = limits.maxChars;
  /** Keys and places on the way to the value at hand; a record, for an array's setters may be patched. */
  const path: Record<number, string | number> = emptyRecord();

  return visit(value, 0);

  function refuse(depth: number, reason: string): never {
    let place = name;
    for (let level = 1; level <= depth; level++) {
      const key = path[level];
      place += typeof key === "number" ? `[${key}]` : `.${key}`;
    }
    throw new NotPlain(`${place} ${reason}`);
  }

  /** Counts the characters of a piece. */
  function take(depth: number, piece: string): string {
    if ((room -= piece.length) < 0) {
      refuse(depth, `ends beyond the limit of ${limits.maxChars} characters`);
    }
    return piece;
  }

  function visit(value: unknown, depth: number): string {
    switch (typeof value) {
      case "string":
        if (value.length > room) take(depth, value);
        return take(depth, quote(value));
      case "number":
        return take(
          depth,
          isOrdinary(value)
            ? toText(value)
            : tagged("number", `"${is(value, -0) ? "-0" : toText(value)}"`),
        );
      case "boolean":
        return take(depth, value ? "true" : "false");
      case "undefined":
        return take(depth, `{"$":"undefined"}`);
      case "bigint":
        return take(depth, tagged("bigint", `"${toText(value)}"`));
      case "object":
        if (value === null) return take(depth, "null");
        if (depth === maxDepth) {
          refuse(depth, `is nested deeper than ${maxDepth} levels, or cyclic`);
        }
        return visitObject(value, depth);
      default:
        return refuse(depth, `is a ${typeof value}`);
    }
  }

  function visitObject(value: object, depth: number): string {
    const prototype = getPrototypeOf(value);
    if (prototype === ObjectPrototype || prototype === null) return record(value, depth);
    if (isArray(value)) return list(value, depth);
    if (isView(value)) return bytes(value, depth);
    if (isError(value)) return error(value as Error, depth);
    switch (tagOf(value)) {
      case "[object Map]":
        mapSize(value); // throws for what only says it is a map
        return tagged("map", entries(value as Map<unknown, unknown>, depth));
      case "[object Set]":
        setSize(value);
        return tagged("set", elements(value as Set<unknown>, depth));
      case "[object Date]": {
        const time = dateTime(value as Date);
        return take(depth, tagged("date", time === time ? toText(time) : "null"));
      }
      case "[object RegExp]":
        return take(
          depth,
          tagged("regexp", `[${quote(regExpSource(value))},${quote(regExpFlags(value))}]`),
        );
      case "[object ArrayBuffer]":
        bufferLength(value);
        return take(
          depth,
          tagged("bytes", `["ArrayBuffer",${quote(toBase64(new Bytes(value as ArrayBuffer)))}]`),
        );
      case "[object Object]":
        return record(value, depth);
      default:
        return refuse(depth, `is a ${slice(tagOf(value), 8, -1)}`);
    }
  }

  function list(value: readonly unknown[], depth: number): string {
    const { length } = value;
    if (length > room) refuse(depth, `has ${length} items, over the limit`);
    let text = "";
    for (let index = 0; index < length; index++) {
      const item = value[index];
      if (index > 0) text += ",";
      if (typeof item === "number" && isOrdinary(item)) {
        const piece = toText(item); // without the detours that other values need
        room -= piece.length;
        text += piece;
      } else {
        path[depth + 1] = index;
        text += visit(item, depth + 1);
      }
    }
    room -= length;
    take(depth, "");
    return `[${text}]`;
  }

  function record(value: object, depth: number): string {
    const keys = objectKeys(value);
    const { length } = keys;
    let text = "";
    let isTagLike = false;
    for (let index = 0; index < length; index++) {
      const key = keys[index] as string; // below its length
      if (key === "__proto__") refuse(depth, `has a key named "__proto__"`);
      if (key === "$") isTagLike = true;
      path[depth + 1] = key;
      const item = visit((value as Record<string, unknown>)[key], depth + 1);
      text += `${index === 0 ? "" : ","}${take(depth, quote(key))}:${item}`;
    }
    return isTagLike ? tagged("record", `{${text}}`) : `{${text}}`;
  }

  function entries(map: Map<unknown, unknown>, depth: number): string {
    let text = "";
    mapForEach(map, (item, key) => {
      path[depth + 1] = "key";
      const keyText = visit(key, depth + 1);
      path[depth + 1] = "get(…)";
      text += `${text === "" ? "" : ","}[${keyText},${visit(item, depth + 1)}]`;
    });
    return `[${text}]`;
  }

  function elements(set: Set<unknown>, depth: number): string {
    let text = "";
    setForEach(set, (item) => {
      path[depth + 1] = "item";
      text += (text === "" ? "" : ",") + visit(item, depth + 1);
    });
    return `[${text}]`;
  }

  function bytes(value: ArrayBufferView, depth: number): string {
    const view = viewName(value);
    if (view === undefined || !hasOwn(views, view)) {
      return refuse(depth, `is a ${view ?? "DataView"}`);
    }
    if (viewLength(value) > room) refuse(depth, "is over the limit");
    const raw = new Bytes(viewBuffer(value), viewOffset(value), viewLength(value));
    return take(depth, tagged("bytes", `["${view}",${quote(toBase64(raw))}]`));
  }

  function error(value: Error, depth: number): string {
    return take(
      depth,
      tagged("error", `[${quote(textOf(value.name))},${quote(textOf(value.message))}]`),
    );
  }
}

/** Neither NaN nor infinite nor -0. */
function isOrdinary(value: number): boolean {
  return value - value === 0 && !is(value, -0);
}

function tagged(tag: string, text: string): string {
  return `{"$":"${tag}","v":${text}}`;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value;
}

/**
 * Reads text that the other end of a trusted line wrote.
 *
 * @throws {SyntaxError | NotPlain} when it is no such text
 */
export function decode(text: string): unknown {
  const json: unknown = parseJson(text);
  return includes(text, '"$"') ? revive(json, Infinity) : json;
}

/**
 * Gives tagged values their kind back, in place.
 *
 * @param json what `JSON.parse` gave; may come from an enemy
 * @throws {NotPlain} for tags it does not know, keys named `__proto__`, and nesting deeper than `maxDepth`
 */
export function revive(json: unknown, maxDepth: number): unknown {
  if (typeof json !== "object" || json === null) return json;
  if (maxDepth <= 0) throw new NotPlain("value is nested too deep");
  if (isArray(json)) {
    const { length } = json;
    for (let index = 0; index < length; index++) json[index] = revive(json[index], maxDepth - 1);
    return json;
  }
  const fields = json as Record<string, unknown>;
  if (hasOwn(fields, "$")) return reviveTagged(fields.$, fields.v, maxDepth);
  return reviveRecord(fields, maxDepth);
}

function reviveRecord(fields: Record<string, unknown>, maxDepth: number): unknown {
  const keys = objectKeys(fields);
  const { length } = keys;
  for (let index = 0; index < length; index++) {
    const key = keys[index] as string; // below its length
    if (key === "__proto__") throw new NotPlain(`value has a key named "__proto__"`);
    const item = fields[key];
    if (typeof item === "object" && item !== null) fields[key] = revive(item, maxDepth - 1);
  }
  return fields;
}

function reviveTagged(tag: unknown, content: unknown, maxDepth: number): unknown {
  switch (tag) {
    case "undefined":
      return undefined;
    case "number":
      if (content === "NaN") return NaN;
      if (content === "-0") return -0;
      if (content === "Infinity") return Infinity;
      if (content === "-Infinity") return -Infinity;
      break;
    case "bigint":
      // Reading digits costs more than linear time.
      if (typeof content === "string" && content.length <= 20_000) return BigIntFrom(content);
      break;
    case "date":
      if (typeof content === "number") return new DateConstructor(content);
      if (content === null) return new DateConstructor(NaN);
      break;
    case "record":
      if (typeof content === "object" && content !== null && !isArray(content)) {
        return reviveRecord(content as Record<string, unknown>, maxDepth);
      }
      break;
    case "map":
      if (isArray(content)) return reviveMap(content, maxDepth - 1);
      break;
    case "set":
      if (isArray(content)) {
        const set = new SetConstructor<unknown>();
        const { length } = content;
        for (let index = 0; index < length; index++) {
          setAdd(set, revive(content[index], maxDepth - 1));
        }
        return set;
      }
      break;
    default:
      if (isArray(content) && content.length === 2) {
        const revived = revivePair(tag, content[0], content[1]);
        if (revived !== undefined) return revived;
      }
  }
  throw new NotPlain(`value has a tag that is not known or does not fit`);
}

function reviveMap(entries: readonly unknown[], maxDepth: number): Map<unknown, unknown> {
  const map = new MapConstructor<unknown, unknown>();
  const { length } = entries;
  for (let index = 0; index < length; index++) {
    const entry = entries[index];
    if (!isArray(entry) || entry.length !== 2) throw new NotPlain("value has a broken map entry");
    mapSet(map, revive(entry[0], maxDepth), revive(entry[1], maxDepth));
  }
  return map;
}

/** What is written as two texts: regular expressions, errors and bytes. */
function revivePair(tag: unknown, first: unknown, second: unknown): object | undefined {
  if (typeof first !== "string" || typeof second !== "string") return undefined;
  if (tag === "regexp") return new RegExpConstructor(first, second);
  if (tag === "error") {
    return revivedError({ name: first, message: second, stack: "" });
  }
  if (tag === "bytes") {
    const { buffer } = fromBase64(second);
    if (first === "ArrayBuffer") return buffer;
    const View = views[first];
    if (View !== undefined) return new View(buffer);
  }
  return undefined;
}
