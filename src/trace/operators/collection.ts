/**
 * Operators on records, maps and sets. Each returns a new container.
 *
 * @module
 */
import type { Table } from "./table.ts";

/** Operators of records and maps: `C` is the container, `K` its keys, `V` its values. */
export interface KeyedOperators<C, K, V> {
  /** How many items x has. */
  len(x: C): number;
  /** Whether x has the key. */
  has(x: C, key: K): boolean;
  /** The keys of x. */
  keys(x: C): K[];
  /** The values of x. */
  values(x: C): V[];
  /** The keys and values of x. */
  entries(x: C): [K, V][];
  /** The entries of y over those of x. */
  merge(x: C, y: C): C;
}

/** Operators of sets. */
export interface SetOperators<I> {
  /** How many items x has. */
  len(x: ReadonlySet<I>): number;
  /** Whether x has the key. */
  has(x: ReadonlySet<I>, item: I): boolean;
  /** The values of x. */
  values(x: ReadonlySet<I>): I[];
  /** With one more item. */
  include(x: ReadonlySet<I>, item: I): Set<I>;
  /** Without an item. */
  exclude(x: ReadonlySet<I>, item: I): Set<I>;
  /** The items of x or y. */
  union(x: ReadonlySet<I>, y: ReadonlySet<I>): Set<I>;
  /** The items of x that are in y. */
  intersection(x: ReadonlySet<I>, y: ReadonlySet<I>): Set<I>;
  /** The items of x that are not in y. */
  difference(x: ReadonlySet<I>, y: ReadonlySet<I>): Set<I>;
  /** The items of x or y, not of both. */
  symmetricDifference(x: ReadonlySet<I>, y: ReadonlySet<I>): Set<I>;
}

type Keyed = ReadonlyMap<unknown, unknown> | Readonly<Record<string, unknown>>;
type Container = Keyed | ReadonlySet<unknown> | readonly unknown[] | string;

/** Operators that several containers share. */
export interface ContainerOperators {
  /** How many items x has. */
  len(x: Container): number;
  /** Whether x has the key. */
  has(x: Keyed | ReadonlySet<unknown>, key: unknown): boolean;
  /** The keys of x. */
  keys(x: Keyed): unknown[];
  /** The values of x. */
  values(x: Keyed | ReadonlySet<unknown>): unknown[];
  /** The keys and values of x. */
  entries(x: Keyed): [unknown, unknown][];
  /** x with the entries of y over its own. */
  merge(x: Keyed, y: Keyed): Keyed;
  /** x with the value at the key. */
  with(x: Keyed | readonly unknown[], key: unknown, value: unknown): unknown;
  /** x without the key. */
  omit(x: Keyed, key: unknown): unknown;
  /** The value of x at the key. */
  get(x: unknown, key: unknown): unknown;
  /** The items of x as an array. */
  toArray(x: Iterable<unknown>): unknown[];
}

/** The rows of containers. */
export const container: Table<ContainerOperators> = {
  len: ["How many items x has.", (x) => {
    if (typeof x === "string" || isArray(x)) return x.length;
    return x instanceof Map || x instanceof Set ? x.size : Object.keys(x).length;
  }],
  has: [
    "Whether x has the key.",
    (x, key) => isKeyless(x) ? x.has(key) : Object.hasOwn(x, propertyKey(key)),
  ],
  keys: ["The keys of x.", (x) => x instanceof Map ? [...x.keys()] : Object.keys(x)],
  values: ["The values of x.", (x) => isKeyless(x) ? [...x.values()] : Object.values(x)],
  entries: [
    "The keys and values of x.",
    (x) => x instanceof Map ? [...x.entries()] : Object.entries(x),
  ],
  merge: ["x with the entries of y over its own.", (x, y) => {
    const entries = [...pairs(x), ...pairs(y)];
    return x instanceof Map ? new Map(entries) : fromEntries(entries);
  }],
  with: ["x with the value at the key.", (x, key, value) => {
    if (isArray(x)) return x.with(Number(key), value);
    return x instanceof Map ? new Map(x).set(key, value) : fromEntries([...pairs(x), [key, value]]);
  }],
  omit: ["x without the key.", (x, key) => {
    if (x instanceof Map) return new Map([...x].filter(([name]) => name !== key));
    return fromEntries(
      pairs(x).filter(([name]) => typeof key === "symbol" || name !== String(key)),
    );
  }],
  get: ["The value of x at the key.", (x, key) => {
    if (x instanceof Map) return x.get(key);
    // Fails for null and undefined, as in JavaScript.
    return (x as Record<PropertyKey, unknown>)[propertyKey(key)];
  }],
  toArray: ["The items of x as an array.", (x) => Array.from(x)],
};

/** The rows of sets. */
export const sets: Table<Omit<SetOperators<unknown>, "len" | "has" | "values">> = {
  include: ["x with the item.", (x, item) => new Set(x).add(item)],
  exclude: ["x without the item.", (x, item) => new Set([...x].filter((other) => other !== item))],
  union: ["The items of x or y.", (x, y) => new Set(x).union(y)],
  intersection: ["The items of x that are in y.", (x, y) => new Set(x).intersection(y)],
  difference: ["The items of x that are not in y.", (x, y) => new Set(x).difference(y)],
  symmetricDifference: [
    "The items of x or y, not of both.",
    (x, y) => new Set(x).symmetricDifference(y),
  ],
};

function isArray(x: unknown): x is readonly unknown[] {
  return Array.isArray(x);
}

function isKeyless(x: unknown): x is ReadonlyMap<unknown, unknown> | ReadonlySet<unknown> {
  return x instanceof Map || x instanceof Set;
}

function propertyKey(key: unknown): PropertyKey {
  return typeof key === "symbol" || typeof key === "number" ? key : String(key);
}

function pairs(x: Keyed): [unknown, unknown][] {
  return x instanceof Map ? [...x.entries()] : Object.entries(x);
}

function fromEntries(entries: readonly (readonly [unknown, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries.map(([key, value]) => [propertyKey(key), value]));
}

/** The helpers of the rows, exported for standalone modules. */
export const helpers = { isArray, isKeyless, propertyKey, pairs, fromEntries };
