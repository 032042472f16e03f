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
  const shared = sharedObjects();
  const accessors = allowOverrides(); // after the walk, which is slow once prototypes have changed
  for (const object of shared) freeze(object);
  for (let index = 0; index < accessors.length; index++) freeze(accessors[index]);
}

/** Every object that properties, accessors and prototypes lead to. */
function sharedObjects(): Set<object> {
  const seen = new Set<object>();
  const waiting: unknown[] = [globalThis, ...hiddenObjects()];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (!isObject(value) || seen.has(value)) continue;
    seen.add(value);
    waiting.push(getPrototypeOf(value));
    const keys = ownKeys(value);
    for (let index = 0; index < keys.length; index++) {
      const property = ownDescriptor(value, keys[index] as PropertyKey); // below their length
      if (isObject(property?.value)) waiting.push(property.value);
      if (property?.get !== undefined) waiting.push(property.get);
      if (property?.set !== undefined) waiting.push(property.set);
    }
  }
  return seen;
}

const { exec } = RegExpConstructor.prototype;
const emptyPattern = new RegExpConstructor("");

/** Clears `RegExp.$1`, `RegExp.input` and the like, which are not properties that can be frozen. */
export function clearLastMatch(): void {
  apply(exec, emptyPattern, [""]);
}

function isObject(value: unknown): value is object {
  return typeof value === "function" || (typeof value === "object" && value !== null);
}

/** Instances of all built-in kinds that no global is the constructor of. */
function hiddenObjects(): unknown[] {
  const segments = new Intl.Segmenter().segment("");
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
    segments,
    segments[Symbol.iterator](),
    ownDescriptor(strictArguments(), "callee")?.get,
    (ErrorConstructor as { prepareStackTrace?: unknown }).prepareStackTrace, // behind a getter of the realm
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
 *
 * @returns the accessors' functions
 */
function allowOverrides(): unknown[] {
  const accessors = allowOverridesOf(ObjectPrototype, ownKeys(ObjectPrototype));
  for (const name of ownKeys(globalThis)) {
    const value: unknown = ownDescriptor(globalThis, name)?.value;
    if (typeof value !== "function") continue;
    const prototype: unknown = ownDescriptor(value, "prototype")?.value;
    if (!isObject(prototype) || prototype === ObjectPrototype) continue;
    accessors.push(...allowOverridesOf(prototype, ["toString", "toJSON", "valueOf"]));
    if (prototype === ErrorConstructor.prototype || prototype instanceof ErrorConstructor) {
      accessors.push(...allowOverridesOf(prototype, ["name", "message", "constructor"]));
    }
  }
  return accessors;
}

function allowOverridesOf(prototype: object, keys: readonly PropertyKey[]): unknown[] {
  const accessors: unknown[] = [];
  for (const key of keys) {
    const old = ownDescriptor(prototype, key);
    if (old === undefined || !hasOwn(old, "value") || old.configurable !== true) continue;
    const { value } = old;
    const accessor = {
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
    };
    accessors.push(accessor.get, accessor.set);
    defineProperty(prototype, key, { ...accessor, configurable: true, enumerable: false });
  }
  return accessors;
}
