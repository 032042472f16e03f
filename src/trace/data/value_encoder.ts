/**
 * Writes a value as tagged JSON, exactly or not at all.
 *
 * Plain data stays readable: `{ "board": [[".", "x"]] }` is written as itself. What JSON lacks is an object
 * with a `$` key that names its kind. Containers are counted as they are first met, so a second meeting,
 * and so a cycle, is `{ "$": "ref", "to": n }`. Getters are never called.
 *
 * @module
 */

/** What JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Containers may stand in one another this deep; a value that goes deeper is not written exactly. */
export const maxValueDepth = 100;

/** Thrown inside the encoder when a value has no exact form, or none within the limit. */
export class InexactError extends Error {}

/**
 * Writes a value as tagged JSON.
 *
 * @param value any value; a proxy may run its traps, nothing else runs
 * @param limit characters the JSON may take, roughly
 * @throws {InexactError} when the value cannot be written exactly within the limit
 */
export function writeValue(value: unknown, limit: number): Json {
  return new ValueWriter(limit).write(value, 0);
}

/** How objects of one prototype are written. */
type WriteObject = (writer: ValueWriter, value: object, depth: number) => Json;

class ValueWriter {
  /** Made when the first container is met: most values are none. */
  #places: Map<object, number> | undefined;
  #left: number;

  constructor(limit: number) {
    this.#left = limit;
  }

  write(value: unknown, depth: number): Json {
    switch (typeof value) {
      case "boolean":
        return this.#spend(value, 5);
      case "number":
        return this.#spend(writeNumber(value), 8);
      case "string":
        return this.#spend(value, value.length + 2);
      case "undefined":
        return this.#spend({ $: "undefined" }, 17);
      case "bigint":
        return this.#spend(writeBigint(value), 40);
      case "symbol":
        return this.#spend(writeSymbol(value), 25);
      case "function":
        throw new InexactError("a function");
      case "object":
        return value === null ? this.#spend(null, 4) : this.#writeObject(value, depth);
      default:
        throw new InexactError(typeof value);
    }
  }

  /** Takes room for characters that are about to be made. */
  spend(characters: number): void {
    this.#left -= characters;
    if (this.#left < 0) throw new InexactError("over the limit");
  }

  #spend<T extends Json>(json: T, characters: number): T {
    this.spend(characters);
    return json;
  }

  #writeObject(value: object, depth: number): Json {
    const places = this.#places ??= new Map();
    const place = places.get(value);
    if (place !== undefined) return this.#spend({ $: "ref", to: place }, 18);
    const write = writers.get(Object.getPrototypeOf(value));
    if (write === undefined) throw new InexactError("a class instance");
    if (depth >= maxValueDepth) throw new InexactError("too deep");
    places.set(value, places.size);
    this.spend(2);
    return write(this, value, depth + 1);
  }
}

/** Numbers that JSON would change. */
function writeNumber(value: number): Json {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value;
  return { $: "number", text: Object.is(value, -0) ? "-0" : String(value) };
}

/** Decimal digits a bigint may have; reading more would cost too much. */
export const maxBigintDigits = 10_000;

function writeBigint(value: bigint): Json {
  // Hexadecimal digits, unlike decimal ones, are had in linear time; a number has more of the latter.
  if (value.toString(16).length > maxBigintDigits) throw new InexactError("a huge bigint");
  const text = String(value);
  if (text.length > maxBigintDigits) throw new InexactError("a huge bigint");
  return { $: "bigint", text };
}

function writeSymbol(value: symbol): Json {
  const key = Symbol.keyFor(value);
  if (key === undefined) throw new InexactError("a symbol");
  return { $: "symbol", key };
}

/**
 * The own properties of an object, when all of them are plain: named by strings, enumerable, without
 * getters.
 */
function plainEntries(value: object, skip?: ReadonlySet<string>): [string, unknown][] {
  const entries: [string, unknown][] = [];
  for (const key of Reflect.ownKeys(value)) {
    if (typeof key === "symbol") throw new InexactError("a symbol key");
    if (skip?.has(key)) continue;
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property === undefined || !property.enumerable || !("value" in property)) {
      throw new InexactError("a property that is not plain");
    }
    entries.push([key, property.value]);
  }
  return entries;
}

/** Containers like Map are exact only without properties of their own. */
function requireNoProperties(value: object): void {
  if (Reflect.ownKeys(value).length > 0) throw new InexactError("extra properties");
}

function writeEntries(writer: ValueWriter, entries: [string, unknown][], depth: number): Json[] {
  return entries.map(([key, item]) => {
    writer.spend(key.length + 6);
    return [key, writer.write(item, depth)];
  });
}

function writeRecord(writer: ValueWriter, value: object, depth: number): Json {
  const entries = plainEntries(value);
  if (entries.some(([key]) => key === "$" || key === "__proto__")) {
    return { $: "object", entries: writeEntries(writer, entries, depth) };
  }
  const record: { [key: string]: Json } = {};
  for (const [key, item] of entries) {
    writer.spend(key.length + 4);
    record[key] = writer.write(item, depth);
  }
  return record;
}

function writeNullRecord(writer: ValueWriter, value: object, depth: number): Json {
  return { $: "null-object", entries: writeEntries(writer, plainEntries(value), depth) };
}

function writeArray(writer: ValueWriter, value: object, depth: number): Json {
  const array = value as unknown[]; // its prototype says so; a false claim only fails below
  if (!Array.isArray(array)) throw new InexactError("no array");
  writer.spend(array.length);
  const entries = plainEntries(array, lengthKey);
  if (entries.length !== array.length) {
    if (entries.some(([key]) => !isIndex(key))) throw new InexactError("a named property");
    return { $: "sparse", length: array.length, entries: writeEntries(writer, entries, depth) };
  }
  return entries.map(([key, item], index) => {
    if (key !== String(index)) throw new InexactError("a named property");
    return writer.write(item, depth);
  });
}

const lengthKey: ReadonlySet<string> = new Set(["length"]);

function isIndex(key: string): boolean {
  return String(Number(key) >>> 0) === key;
}

function writeMap(writer: ValueWriter, value: object, depth: number): Json {
  requireNoProperties(value);
  const entries: Json[] = [];
  for (const [key, item] of mapEntries.call(value)) {
    writer.spend(4);
    entries.push([writer.write(key, depth), writer.write(item, depth)]);
  }
  return { $: "map", entries };
}

function writeSet(writer: ValueWriter, value: object, depth: number): Json {
  requireNoProperties(value);
  const items: Json[] = [];
  for (const item of setValues.call(value)) items.push(writer.write(item, depth));
  return { $: "set", items };
}

const mapEntries = Map.prototype.entries;
const setValues = Set.prototype.values;

function writeDate(_writer: ValueWriter, value: object): Json {
  requireNoProperties(value);
  const time = Date.prototype.getTime.call(value);
  return { $: "date", time: Number.isNaN(time) ? null : time };
}

function writeRegExp(writer: ValueWriter, value: object): Json {
  const { source, flags, lastIndex } = value as RegExp; // its prototype is RegExp's
  if (Reflect.ownKeys(value).length !== 1 || lastIndex !== 0) {
    throw new InexactError("a used RegExp");
  }
  writer.spend(source.length);
  return { $: "regexp", source, flags };
}

/** The typed arrays that are written as bytes. */
export const byteArrays = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
  Float32Array,
  Float64Array,
] as const;

function writeBytes(writer: ValueWriter, value: object): Json {
  const view = value as ArrayBufferView; // its prototype is a typed array's
  if (!ArrayBuffer.isView(view) || !(view.buffer instanceof ArrayBuffer)) {
    throw new InexactError("shared memory");
  }
  const type = Object.getPrototypeOf(value).constructor.name;
  writer.spend(Math.ceil(view.byteLength / 3) * 4 + 30);
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return { $: "bytes", type, base64: bytes.toBase64() };
}

function writeBuffer(writer: ValueWriter, value: object): Json {
  requireNoProperties(value);
  const buffer = value as ArrayBuffer; // its prototype is ArrayBuffer's
  writer.spend(Math.ceil(buffer.byteLength / 3) * 4 + 30);
  return { $: "bytes", type: "ArrayBuffer", base64: new Uint8Array(buffer).toBase64() };
}

/** The error classes that are written as errors; a subclass of them has no exact form. */
export const builtinErrors = [
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
] as const;

/** An error without its stack, which would tell of this machine. */
function writeError(writer: ValueWriter, value: object, depth: number): Json {
  const own = (key: string): unknown => {
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property !== undefined && !("value" in property)) throw new InexactError("a getter");
    return property?.value;
  };
  const type: string = Object.getPrototypeOf(value).constructor.name;
  const json: { [key: string]: Json } = { $: "error", type };
  if (Object.hasOwn(value, "message")) json.message = writer.write(String(own("message")), depth);
  if (Object.hasOwn(value, "cause")) json.cause = writer.write(own("cause"), depth);
  const entries = plainEntries(value, errorKeys);
  if (entries.length > 0) json.entries = writeEntries(writer, entries, depth);
  return json;
}

const errorKeys: ReadonlySet<string> = new Set(["message", "cause", "stack"]);

const writers: ReadonlyMap<unknown, WriteObject> = new Map<unknown, WriteObject>([
  [Object.prototype, writeRecord],
  [null, writeNullRecord],
  [Array.prototype, writeArray],
  [Map.prototype, writeMap],
  [Set.prototype, writeSet],
  [Date.prototype, writeDate],
  [RegExp.prototype, writeRegExp],
  [ArrayBuffer.prototype, writeBuffer],
  ...byteArrays.map((type): [unknown, WriteObject] => [type.prototype, writeBytes]),
  ...builtinErrors.map((type): [unknown, WriteObject] => [type.prototype, writeError]),
]);
