/**
 * The built-ins used by trusted code inside a realm, captured before a candidate can replace them.
 *
 * Trusted code beside a candidate calls these and no methods: `array.push`, spread, `for`-`of`, array destructuring
 * and assignment to a new index all consult prototypes that the candidate may have patched.
 *
 * @module
 */

const { call } = Function.prototype;
const { create } = Object;

/** A method as a function of its receiver. */
export function uncurry<This, Args extends unknown[], Result>(
  method: (this: This, ...args: Args) => Result,
): (self: This, ...args: Args) => Result {
  return call.bind(method) as never; // the type of `bind` does not cover `call`
}

/** The getter of a built-in property as a function of its receiver; throws when the receiver lacks the brand. */
function getter<Result>(prototype: object, key: PropertyKey): (self: unknown) => Result {
  const { get } = Object.getOwnPropertyDescriptor(prototype, key) ?? {};
  if (get === undefined) throw new TypeError(`Cannot read a getter named "${String(key)}"`);
  return uncurry(get) as never; // the caller states the getter's type
}

const typedArrayPrototype: object = Object.getPrototypeOf(Uint8Array.prototype);

export const apply = Reflect.apply;
export const construct = Reflect.construct;
export const defineProperty = Object.defineProperty;
export const freeze = Object.freeze;
export const getPrototypeOf = Object.getPrototypeOf;
export const ownDescriptor = Object.getOwnPropertyDescriptor;
export const ownKeys = Reflect.ownKeys;
export const objectKeys = Object.keys;
export const is = Object.is;
export const isArray = Array.isArray;
export const isView = ArrayBuffer.isView;
export const parseJson = JSON.parse;
export const quote: (text: string) => string = JSON.stringify;
export const toText = String;
export const ObjectPrototype = Object.prototype;
export const PromisePrototype: object = Promise.prototype;
export const PromiseConstructor = Promise;
export const MapConstructor = Map;
export const SetConstructor = Set;
export const DateConstructor = Date;
export const ErrorConstructor = Error;
export const RangeErrorConstructor = RangeError;
export const TypeErrorConstructor = TypeError;
export const RegExpConstructor = RegExp;
export const BigIntFrom = BigInt;
export const symbolFor = Symbol.for;
export const symbolKey = Symbol.keyFor;
export const realNow: () => number = Date.now;

export const hasOwn = uncurry(Object.prototype.hasOwnProperty) as (
  self: object,
  key: PropertyKey,
) => boolean;
export const tagOf = uncurry(Object.prototype.toString) as (self: unknown) => string;
export const includes = uncurry(String.prototype.includes) as (
  self: string,
  search: string,
) => boolean;
export const slice = uncurry(String.prototype.slice);
export const charCode = uncurry(String.prototype.charCodeAt);
export const bigIntText = uncurry(BigInt.prototype.toString);
export const mapSize = getter<number>(Map.prototype, "size");
export const mapForEach = uncurry(Map.prototype.forEach);
export const mapGet = uncurry(Map.prototype.get);
export const mapSet = uncurry(Map.prototype.set);
export const setSize = getter<number>(Set.prototype, "size");
export const setForEach = uncurry(Set.prototype.forEach);
export const setAdd = uncurry(Set.prototype.add);
export const dateTime = uncurry(Date.prototype.getTime);
export const promiseThen = uncurry(Promise.prototype.then) as (
  self: object,
  onValue: (value: unknown) => void,
  onError: (error: unknown) => void,
) => unknown;
export const bufferLength = getter<number>(ArrayBuffer.prototype, "byteLength");
export const regExpSource = getter<string>(RegExp.prototype, "source");
export const viewName = getter<string | undefined>(typedArrayPrototype, Symbol.toStringTag);
export const viewBuffer = getter<ArrayBuffer>(typedArrayPrototype, "buffer");
export const viewOffset = getter<number>(typedArrayPrototype, "byteOffset");
export const viewLength = getter<number>(typedArrayPrototype, "byteLength");

/** The letter of each flag, and a getter that reads the flag from the expression's internal slot. */
const flagGetters = ([
  ["d", "hasIndices"],
  ["g", "global"],
  ["i", "ignoreCase"],
  ["m", "multiline"],
  ["s", "dotAll"],
  ["u", "unicode"],
  ["v", "unicodeSets"],
  ["y", "sticky"],
] as const).map(([letter, key]) => ({ letter, has: getter<boolean>(RegExp.prototype, key) }));

/** The flags of a regular expression; its `flags` getter would read properties that a candidate can define. */
export function regExpFlags(value: unknown): string {
  let flags = "";
  for (let index = 0; index < flagGetters.length; index++) {
    const flag = flagGetters[index];
    if (flag?.has(value) === true) flags += flag.letter;
  }
  return flags;
}

/** Bytes are Uint8Array throughout; V8 has the two methods below, TypeScript's library does not yet. */
interface Base64 {
  toBase64(): string;
  fromBase64(text: string): Uint8Array<ArrayBuffer>;
}
export const Bytes = Uint8Array;
export const toBase64 = uncurry((Uint8Array.prototype as unknown as Base64).toBase64) as (
  bytes: Uint8Array,
) => string;
export const fromBase64: (text: string) => Uint8Array<ArrayBuffer> =
  (Uint8Array as unknown as Base64).fromBase64.bind(Uint8Array);

interface ViewConstructor {
  new (buffer: ArrayBuffer): ArrayBufferView;
  readonly prototype: ArrayBufferView;
  readonly BYTES_PER_ELEMENT: number;
}

/** The constructors of typed arrays that may cross, by name. */
export const views: Readonly<Record<string, ViewConstructor>> = {
  __proto__: null as never, // unknown names must find nothing
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

/** The prototypes of other built-in classes. */
export const prototypes = {
  Array: Array.prototype,
  Map: Map.prototype,
  Set: Set.prototype,
  Date: Date.prototype,
  RegExp: RegExp.prototype,
  ArrayBuffer: ArrayBuffer.prototype,
};

/** The constructors of error classes that are preserved, by name. */
export const errors: Readonly<Record<string, ErrorConstructor>> = {
  __proto__: null as never, // unknown names must find nothing
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

/** A record without a prototype. */
export function emptyRecord<Value>(): Record<PropertyKey, Value> {
  return create(null);
}

/** Whether a text is decimal digits with an optional minus. */
export function isDigits(text: string): boolean {
  const { length } = text;
  const start = length > 0 && charCode(text, 0) === 45 ? 1 : 0;
  for (let index = start; index < length; index++) {
    const code = charCode(text, index);
    if (code < 48 || code > 57) return false;
  }
  return length > start;
}

/** Whether a value is an error, of this realm or another. */
export const isError: (value: unknown) => boolean = (Error as unknown as {
  isError: (value: unknown) => boolean; // ES2026, in V8
}).isError;

/** Whether a value is a promise of this realm; subclasses and thenables are not. */
export function isPromise(value: unknown): value is object {
  return typeof value === "object" && value !== null && getPrototypeOf(value) === PromisePrototype;
}
