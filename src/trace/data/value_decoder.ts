/**
 * Reads a value back from tagged JSON that may come from anywhere: it makes data and runs nothing.
 *
 * @module
 */
import { builtinErrors, byteArrays, maxBigintDigits, maxValueDepth } from "./value_encoder.ts";

/**
 * Reads what `writeValue` wrote.
 *
 * @throws {TypeError} when the JSON is not of that kind
 * @throws {RangeError} when it is nested too deep
 */
export function readValue(json: unknown): unknown {
  return new ValueReader().read(json, 0);
}

type Tagged = Readonly<Record<string, unknown>>;

/** How a container of one tag is read: it registers itself first, then reads what it holds. */
type ReadTagged = (reader: ValueReader, json: Tagged, depth: number) => unknown;

class ValueReader {
  readonly #places: object[] = [];

  read(json: unknown, depth: number): unknown {
    if (json === null || typeof json === "string" || typeof json === "boolean") return json;
    if (typeof json === "number" && Number.isFinite(json)) return json;
    if (typeof json !== "object") throw refuse(json, "JSON");
    if (depth > maxValueDepth) {
      throw new RangeError(
        `Cannot read a value as tagged JSON: received one nested deeper than ${maxValueDepth}`,
      );
    }
    if (Array.isArray(json)) return this.#readArray(json, depth + 1);
    const tagged = json as Tagged; // an object of unknown fields
    if (!Object.hasOwn(tagged, "$")) return this.#readRecord(tagged, depth + 1);
    const read = typeof tagged.$ === "string" ? readers.get(tagged.$) : undefined;
    if (read === undefined) throw refuse(tagged.$, "a tag");
    return read(this, tagged, depth + 1);
  }

  /** Gives a container its place, in the order in which the writer met it. */
  register<T extends object>(container: T): T {
    this.#places.push(container);
    return container;
  }

  at(place: unknown): object {
    const container = typeof place === "number" ? this.#places[place] : undefined;
    if (container === undefined) throw refuse(place, "the place of an earlier container");
    return container;
  }

  #readArray(json: readonly unknown[], depth: number): unknown[] {
    const array: unknown[] = this.register([]);
    for (const item of json) array.push(this.read(item, depth));
    return array;
  }

  #readRecord(json: Tagged, depth: number): object {
    const record = this.register({});
    for (const [key, item] of Object.entries(json)) define(record, key, this.read(item, depth));
    return record;
  }
}

/** Sets an own property, also one called `__proto__`. */
function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

function refuse(value: unknown, as: string): TypeError {
  const text = typeof value === "string" ? JSON.stringify(value.slice(0, 80)) : typeof value;
  return new TypeError(`Cannot read part of a value as ${as}: received ${text}`);
}

function text(json: Tagged, key: string): string {
  const value = json[key];
  if (typeof value !== "string") throw refuse(value, `the string "${key}"`);
  return value;
}

function list(json: Tagged, key: string): readonly unknown[] {
  const value = json[key];
  if (!Array.isArray(value)) throw refuse(value, `the list "${key}"`);
  return value;
}

function pair(value: unknown): readonly [unknown, unknown] {
  if (!Array.isArray(value) || value.length !== 2) throw refuse(value, "a pair");
  return [value[0], value[1]];
}

function fill<T extends object>(
  reader: ValueReader,
  target: T,
  entries: readonly unknown[],
  depth: number,
): T {
  for (const entry of entries) {
    const [key, item] = pair(entry);
    if (typeof key !== "string") throw refuse(key, "a key");
    define(target, key, reader.read(item, depth));
  }
  return target;
}

function readNumber(_reader: ValueReader, json: Tagged): number {
  switch (json.text) {
    case "NaN":
      return NaN;
    case "Infinity":
      return Infinity;
    case "-Infinity":
      return -Infinity;
    case "-0":
      return -0;
    default:
      throw refuse(json.text, "a number that JSON lacks");
  }
}

function readBigint(_reader: ValueReader, json: Tagged): bigint {
  const digits = text(json, "text");
  if (digits.length > maxBigintDigits || !/^-?\d+$/.test(digits)) throw refuse(digits, "a bigint");
  return BigInt(digits);
}

function readSparse(reader: ValueReader, json: Tagged, depth: number): unknown[] {
  const { length } = json;
  if (typeof length !== "number" || length >>> 0 !== length) throw refuse(length, "a length");
  const array = reader.register(new Array<unknown>());
  array.length = length;
  for (const entry of list(json, "entries")) {
    const [key, item] = pair(entry);
    const index = Number(key);
    if (String(index >>> 0) !== key || index >= length) throw refuse(key, "an index");
    array[index] = reader.read(item, depth);
  }
  return array;
}

function readMap(reader: ValueReader, json: Tagged, depth: number): object {
  const map = reader.register(new Map<unknown, unknown>());
  for (const entry of list(json, "entries")) {
    const [key, item] = pair(entry);
    map.set(reader.read(key, depth), reader.read(item, depth));
  }
  return map;
}

function readSet(reader: ValueReader, json: Tagged, depth: number): object {
  const set = reader.register(new Set<unknown>());
  for (const item of list(json, "items")) set.add(reader.read(item, depth));
  return set;
}

function readDate(reader: ValueReader, json: Tagged): object {
  const { time } = json;
  if (time !== null && typeof time !== "number") throw refuse(time, "a time");
  return reader.register(new Date(time ?? NaN));
}

function readRegExp(reader: ValueReader, json: Tagged): object {
  return reader.register(new RegExp(text(json, "source"), text(json, "flags")));
}

function readBytes(reader: ValueReader, json: Tagged): object {
  const bytes = Uint8Array.fromBase64(text(json, "base64"));
  if (json.type === "ArrayBuffer") return reader.register(bytes.buffer);
  const type = byteArrays.find((type) => type.name === json.type);
  if (type === undefined || bytes.length % type.BYTES_PER_ELEMENT !== 0) {
    throw refuse(json.type, "a typed array");
  }
  return reader.register(new type(bytes.buffer));
}

function readError(reader: ValueReader, json: Tagged, depth: number): object {
  const type = builtinErrors.find((type) => type.name === json.type);
  if (type === undefined) throw refuse(json.type, "an error class");
  const error = reader.register(new type());
  Object.defineProperty(error, "stack", { value: undefined, writable: true, configurable: true });
  const hide = (key: string, value: unknown) =>
    Object.defineProperty(error, key, { value, writable: true, configurable: true });
  if (Object.hasOwn(json, "message")) hide("message", text(json, "message"));
  if (Object.hasOwn(json, "cause")) hide("cause", reader.read(json.cause, depth));
  if (Object.hasOwn(json, "entries")) fill(reader, error, list(json, "entries"), depth);
  return error;
}

const readers: ReadonlyMap<string, ReadTagged> = new Map<string, ReadTagged>([
  ["undefined", () => undefined],
  ["number", readNumber],
  ["bigint", readBigint],
  ["symbol", (_reader, json) => Symbol.for(text(json, "key"))],
  ["ref", (reader, json) => reader.at(json.to)],
  [
    "object",
    (reader, json, depth) => fill(reader, reader.register({}), list(json, "entries"), depth),
  ],
  [
    "null-object",
    (reader, json, depth) =>
      fill(reader, reader.register(Object.create(null)), list(json, "entries"), depth),
  ],
  ["sparse", readSparse],
  ["map", readMap],
  ["set", readSet],
  ["date", readDate],
  ["regexp", readRegExp],
  ["bytes", readBytes],
  ["error", readError],
]);
