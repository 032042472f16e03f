/**
 * Freezes all built-in objects of a realm, so that a call can leave nothing in them for a later call.
 *
 * Runs after the realm's trusted code has replaced globals, and before any candidate code. Objects that no property
 * leads to, such as the prototypes of iterators, are found through instances (compare `getAnonymousIntrinsics` and
 * `enablements` of endojs/endo, `packages/ses`).
 *
 * @module
 */
import {
  apply,
  defineProperty,
  emptyRecord,
  ErrorConstructor,
  freeze,
  getPrototypeOf,
  hasOwn,
  ObjectPrototype,
  ownDescriptor,
  ownKeys,
  RegExpConstructor,
  TypeErrorConstructor,
} from "./primordials.ts";

/** Freezes everything that candidate code can reach without arguments. */
export function freezeRealm(): void {
  allowOverrides();
  const seen = new Set<object>();
  const waiting: unknown[] = [globalThis, ...hiddenObjects()];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (!isObject(value) || seen.has(value)) continue;
    seen.add(value);
    waiting.push(getPrototypeOf(value));
    for (const key of ownKeys(value)) {
      const { value: held, get, set } = ownDescriptor(value, key) ?? {};
      waiting.push(held, get, set);
      if (get !== undefined) waiting.push(resultOf(get, value));
    }
  }
  for (const object of seen) freeze(object);
}

const { exec } = RegExpConstructor.prototype;
const emptyPattern = new RegExpConstructor("");

/** Clears `RegExp.$1`, `RegExp.input` and the like, which are not properties that can be frozen. */
export function clearLastMatch(): void {
  apply(exec, emptyPattern, [""]);
}

/** What a built-in getter gives, if anything. */
function resultOf(get: () => unknown, self: object): unknown {
  try {
    return apply(get, self, []);
  } catch {
    return undefined; // it needs an instance
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "function" || (typeof value === "object" && value !== null);
}

/** Instances of all built-in kinds that no global is the constructor of. */
function hiddenObjects(): unknown[] {
  const found: unknown[] = [
    function () {},
    function* () {},
    async () => {},
    async function* () {},
    [].values(),
    [].values().map((item) => item),
    Iterator.from({ next: () => ({ done: true, value: undefined }) } as Iterator<unknown>),
    ""[Symbol.iterator](),
    "".matchAll(/x/g),
    new Map().values(),
    new Set().values(),
    new Intl.Segmenter().segment(""),
    new Intl.Segmenter().segment("")[Symbol.iterator](),
    ownDescriptor(strictArguments(), "callee")?.get,
  ];
  const error: object = new ErrorConstructor();
  for (const key of ownKeys(error)) { // the accessors of `stack` are objects of the realm
    const { get, set } = ownDescriptor(error, key) ?? {};
    found.push(get, set);
  }
  return found;
}

function strictArguments(): object {
  return arguments;
}

/**
 * Properties of prototypes that code often overrides by assignment. A frozen one would make the assignment fail on
 * every object that inherits it; an accessor passes it on to the object.
 */
function allowOverrides(): void {
  allowOverridesOf(ObjectPrototype, ownKeys(ObjectPrototype));
  for (const name of ownKeys(globalThis)) {
    const value: unknown = ownDescriptor(globalThis, name)?.value;
    if (typeof value !== "function") continue;
    const prototype: unknown = ownDescriptor(value, "prototype")?.value;
    if (!isObject(prototype) || prototype === ObjectPrototype) continue;
    allowOverridesOf(prototype, ["toString", "toJSON", "valueOf"]);
    if (prototype === ErrorConstructor.prototype || prototype instanceof ErrorConstructor) {
      allowOverridesOf(prototype, ["name", "message", "constructor"]);
    }
  }
}

function allowOverridesOf(prototype: object, keys: readonly PropertyKey[]): void {
  for (const key of keys) {
    const old = ownDescriptor(prototype, key);
    if (old === undefined || !hasOwn(old, "value") || old.configurable !== true) continue;
    const { value } = old;
    defineProperty(prototype, key, {
      configurable: true,
      enumerable: false,
      get: () => value,
      set(this: unknown, replacement: unknown): void {
        if (!isObject(this) || this === prototype) {
          throw new TypeErrorConstructor("Cannot assign to a property of a frozen prototype");
        }
        const own = emptyRecord<unknown>();
        own.value = replacement;
        if (!hasOwn(this, key)) own.writable = own.enumerable = own.configurable = true;
        defineProperty(this, key, own);
      },
    });
  }
}
