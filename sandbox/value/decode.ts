/**
 * Decodes a value from the encoding in `format.ts`. The text may be hostile: every part is checked and counted, and
 * no code from it runs.
 *
 * @module
 */
import {
  BigIntFrom,
  hasOwn,
  includes,
  isArray,
  isDigits,
  parseJson,
  symbolFor,
} from "../primordials.ts";
import type { Tag } from "./format.ts";
import { inboundLimits } from "./limits.ts";
import {
  type Fields,
  fieldsOf,
  readArray,
  readBare,
  readMap,
  readRecord,
  readSet,
} from "./read_containers.ts";
import { readBytes, readDate, readError, readRegExp, textOf } from "./read_leaves.ts";
import {
  createReader,
  type DecodeRules,
  heightAt,
  objectAt,
  type Reader,
  refuse,
  setHeight,
  setSize,
  sizeAt,
  spend,
} from "./reader.ts";
import { ValueRefusal } from "./refusal.ts";
import { ValuePreview } from "./value_preview.ts";

export type { DecodeRules } from "./reader.ts";

/**
 * Decodes a value from parsed JSON; changes the JSON in place.
 *
 * @param json parsed JSON, not used elsewhere @param rules limits and trust
 * @throws {ValueRefusal} when it is not in the encoding, or exceeds the limits
 */
export function decode(json: unknown, rules: DecodeRules): unknown {
  // Fast path: most results need no state.
  if (typeof json === "number" && json - json === 0) return json;
  if (typeof json === "boolean" || json === null) return json;
  return read(createReader(rules, read), json, 0);
}

/** For text written by this library on the other end of the connection. */
const trustedRules: DecodeRules = { limits: inboundLimits, name: "value", compilesRegExps: true };

/**
 * Decodes parsed JSON written by this library; not for use in the host.
 *
 * @throws {ValueRefusal} when it is not in the encoding
 */
export function decodeTrusted(json: unknown): unknown {
  return decode(json, trustedRules);
}

/**
 * Decodes text written by this library; not for use in the host.
 *
 * @throws {SyntaxError} when it is not JSON
 * @throws {ValueRefusal} when it is not in the encoding
 */
export function decodeText(text: string): unknown {
  const json: unknown = parseJson(text);
  return includes(text, '"$"') ? decodeTrusted(json) : json;
}

function read(reader: Reader, json: unknown, depth: number): unknown {
  switch (typeof json) {
    case "string":
      return readString(reader, json);
    case "number":
      if (json - json !== 0) refuse(reader, "has a number that is not JSON");
      spend(reader, 1);
      return json;
    case "boolean":
      spend(reader, 4);
      return json;
    case "object":
      if (json !== null) return readObject(reader, json, depth);
      spend(reader, 4);
      return null;
    default:
      return refuse(reader, "is not JSON");
  }
}

function readString(reader: Reader, text: string): string {
  if (text.length > reader.rules.limits.maxTextChars) refuse(reader, "has a string over the limit");
  spend(reader, text.length + 2);
  return text;
}

function readObject(reader: Reader, json: object, depth: number): unknown {
  const number = reader.count;
  const before = reader.usedChars + reader.savedChars;
  const { deepest } = reader;
  reader.deepest = depth;
  const value = isArray(json)
    ? readArray(reader, within(reader, json, depth), depth)
    : hasOwn(json, "$")
    ? readTagged(reader, json as Fields, depth)
    : readRecord(reader, within(reader, json as Fields, depth), depth);
  if (reader.count > number) {
    setSize(reader, number, reader.usedChars + reader.savedChars - before);
    setHeight(reader, number, reader.deepest - depth);
  }
  if (deepest > reader.deepest) reader.deepest = deepest;
  return value;
}

/** Checks how deep a container is nested. */
function within<Container>(reader: Reader, container: Container, depth: number): Container {
  const { maxDepth } = reader.rules.limits;
  if (depth >= maxDepth) refuse(reader, `is nested deeper than ${maxDepth} levels`);
  return container;
}

function readTagged(reader: Reader, json: Fields, depth: number): unknown {
  spend(reader, 12);
  const tag = json.$ as Tag; // or any other value, which matches no case
  switch (tag) {
    case "undefined":
      return undefined;
    case "number":
      return readOddNumber(reader, json);
    case "bigint":
      return readBigInt(reader, json);
    case "symbol":
      return readSymbol(reader, json);
    case "ref":
      return readReference(reader, json, depth);
    case "preview":
      return new ValuePreview(textOf(reader, json, "type"), textOf(reader, json, "text"));
    case "hole":
      return refuse(reader, "has a hole outside of an array");
    default:
      return readTaggedObject(reader, tag, json, within(reader, depth, depth));
  }
}

function readTaggedObject(
  reader: Reader,
  tag: Exclude<Tag, "undefined" | "number" | "bigint" | "symbol" | "ref" | "preview" | "hole">,
  json: Fields,
  depth: number,
): object {
  switch (tag) {
    case "record":
      return readRecord(reader, fieldsOf(reader, json), depth);
    case "bare":
      return readBare(reader, fieldsOf(reader, json), depth);
    case "map":
      return readMap(reader, listOf(reader, json, "entries"), depth);
    case "set":
      return readSet(reader, listOf(reader, json, "items"), depth);
    case "date":
      return readDate(reader, json);
    case "regexp":
      return readRegExp(reader, json);
    case "bytes":
      return readBytes(reader, json);
    case "error":
      return readError(reader, json, depth);
    default:
      tag satisfies never;
      return refuse(reader, "has an unknown tag");
  }
}

function listOf(reader: Reader, json: Fields, key: string): readonly unknown[] {
  const list = hasOwn(json, key) ? json[key] : undefined;
  return isArray(list) ? list : refuse(reader, `has a tag without "${key}"`);
}

function readOddNumber(reader: Reader, json: Fields): number {
  switch (textOf(reader, json, "text")) {
    case "NaN":
      return NaN;
    case "Infinity":
      return Infinity;
    case "-Infinity":
      return -Infinity;
    case "-0":
      return -0;
    default:
      return refuse(reader, "has an unknown number");
  }
}

function readBigInt(reader: Reader, json: Fields): bigint {
  const text = textOf(reader, json, "text");
  if (!isDigits(text)) refuse(reader, "has a bigint that is no number");
  const { maxBigIntDigits: most } = reader.rules.limits;
  const digits = text[0] === "-" ? text.length - 1 : text.length;
  if (digits > most) refuse(reader, `has a bigint of more than ${most} digits`);
  return BigIntFrom(text);
}

function readSymbol(reader: Reader, json: Fields): symbol {
  if (!reader.rules.limits.hasSymbols) refuse(reader, "has a symbol");
  return symbolFor(textOf(reader, json, "key"));
}

function readReference(reader: Reader, { to }: Fields, depth: number): object {
  const object = typeof to === "number" ? objectAt(reader, to) : undefined;
  if (typeof to !== "number" || object === undefined) {
    return refuse(reader, "has a reference to nothing");
  }
  const { hasReferences, hasCycles, maxExpandedChars, maxDepth } = reader.rules.limits;
  if (!hasReferences) refuse(reader, "has a reference");
  const size = sizeAt(reader, to);
  if (size === undefined && !hasCycles) refuse(reader, "is cyclic: it contains itself");
  const deepest = depth + heightAt(reader, to);
  if (size !== undefined && deepest >= maxDepth) {
    refuse(reader, `is nested deeper than ${maxDepth} levels`);
  }
  if (deepest > reader.deepest) reader.deepest = deepest;
  reader.savedChars += size ?? 0;
  if (reader.usedChars + reader.savedChars > maxExpandedChars) {
    refuse(reader, `is over the limit of ${maxExpandedChars} characters without references`);
  }
  return object;
}

/** The reason as text for an error thrown while reading or writing a value. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof ValueRefusal ? thrown.reason : `${thrown}`;
}
