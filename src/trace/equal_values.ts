/**
 * Compares values by content.
 *
 * @module
 */

/** Pairs under comparison, which end cycles. */
type Open = readonly (readonly [unknown, unknown])[];

/**
 * Whether two values have the same content, to any depth: whether the encoding of values writes them alike, except for
 * four differences that do not count. NaN equals NaN, and -0 equals 0. The order of a record's fields does not count,
 * nor that of a Map's or Set's entries: they are equal when they can be paired. One object in several places equals
 * several equal ones. A regular expression equals its data. Errors are equal by name, message, cause and own fields,
 * buffers and typed arrays by type and elements; a hole is no `undefined`. Cycles are equal when they have the same
 * structure.
 */
export function equalValues(x: unknown, y: unknown, open: Open = []): boolean {
  if (Object.is(x, y) || x === y) return true;
  if (typeof x !== "object" || typeof y !== "object" || x === null || y === null) return false;
  if (open.some(([a, b]) => a === x && b === y)) return true;
  return equalObjects(x, y, [...open, [x, y]]);
}

function equalObjects(x: object, y: object, open: Open): boolean {
  if (x instanceof Error && y instanceof Error) return equalErrors(x, y, open);
  const pattern = patternOf(x);
  if (pattern !== undefined) return pattern === patternOf(y);
  if (Object.getPrototypeOf(x) !== Object.getPrototypeOf(y)) return false;
  if (x instanceof Date && y instanceof Date) return Object.is(x.getTime(), y.getTime());
  if (x instanceof Map && y instanceof Map) return equalMaps(x, y, open);
  if (x instanceof Set && y instanceof Set) return equalSets(x, y, open);
  const elements = elementsOf(x);
  return elements === undefined
    ? equalFields(x, y, open)
    : equalElements(elements, elementsOf(y) ?? []);
}

/** Compares all but the stack, which differs between equal errors. */
function equalErrors(x: Error, y: Error, open: Open): boolean {
  return x.name === y.name && x.message === y.message && equalValues(x.cause, y.cause, open) &&
    equalFields(errorFields(x), errorFields(y), open);
}

/** The own fields of an error besides those that any error may have. */
function errorFields(error: Error): object {
  const { name: _name, message: _message, cause: _cause, stack: _stack, ...fields } = error;
  return fields;
}

/** A regular expression, or its data, as text; undefined for other objects. */
function patternOf(value: object): string | undefined {
  if (!(value instanceof RegExp) && !(Symbol.for("opto.regexp") in value)) return undefined;
  const { source, flags } = value as RegExp; // data of one has these fields too
  return JSON.stringify([source, flags]);
}

function equalMaps(
  x: ReadonlyMap<unknown, unknown>,
  y: ReadonlyMap<unknown, unknown>,
  open: Open,
): boolean {
  if (x.size !== y.size) return false;
  const isObject = ([key]: readonly [unknown, unknown]) => typeof key === "object" && key !== null;
  for (const [key, item] of x) {
    if (isObject([key, item])) continue;
    if (!y.has(key) || !equalValues(item, y.get(key), open)) return false;
  }
  return canBePaired([...x].filter(isObject), [...y].filter(isObject), open);
}

function equalSets(x: ReadonlySet<unknown>, y: ReadonlySet<unknown>, open: Open): boolean {
  if (x.size !== y.size) return false;
  const isObject = (item: unknown) => typeof item === "object" && item !== null;
  for (const item of x) if (!isObject(item) && !y.has(item)) return false;
  return canBePaired([...x].filter(isObject), [...y].filter(isObject), open);
}

/**
 * Whether each item pairs with its own equal item among the others. Equality is transitive, so the first match is
 * enough. Only items with the same text are compared: sets may have thousands of items.
 */
function canBePaired(items: readonly unknown[], others: readonly unknown[], open: Open): boolean {
  const left = Map.groupBy(others, (other) => contentText(other));
  return items.length === others.length && items.every((item) => {
    const alike = left.get(contentText(item)) ?? [];
    const place = alike.findLastIndex((other) => equalValues(item, other, open));
    alike.splice(place, 1); // or the last one, when it does not matter any more
    return place >= 0;
  });
}

/** A text that is the same for equal values; unequal values rarely have the same. */
function contentText(value: unknown, within: readonly object[] = []): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return `${typeof value} ${String(value)}`;
  if (within.includes(value)) return "cycle";
  const inner = [...within, value];
  const text = (part: unknown) => contentText(part, inner);
  const fields = (record: object) =>
    Object.keys(record).sort().map((key) => `${text(key)}:${text(Reflect.get(record, key))}`);
  if (value instanceof Error) {
    const { name, message, cause } = value;
    return `error(${[text(name), text(message), text(cause), ...fields(errorFields(value))]})`;
  }
  const pattern = patternOf(value);
  if (pattern !== undefined) return `pattern(${pattern})`;
  if (value instanceof Date) return `date(${value.getTime()})`;
  if (value instanceof Map) {
    return `map(${[...value].map(([key, item]) => `${text(key)}:${text(item)}`).sort()})`;
  }
  if (value instanceof Set) return `set(${[...value].map(text).sort()})`;
  const elements = elementsOf(value);
  if (elements !== undefined) return `elements(${Array.from(elements, String)})`;
  return Array.isArray(value) ? `[${value.length},${fields(value)}]` : `{${fields(value)}}`;
}

/** The elements of a typed array, the bytes of another buffer or view; undefined for other objects. */
function elementsOf(value: object): ArrayLike<unknown> | undefined {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (!ArrayBuffer.isView(value)) return undefined;
  return value instanceof DataView
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : value as unknown as ArrayLike<unknown>; // every other view is a typed array
}

function equalElements(x: ArrayLike<unknown>, y: ArrayLike<unknown>): boolean {
  const isSame = (item: unknown, i: number) => item === y[i] || Object.is(item, y[i]);
  return x.length === y.length && Array.prototype.every.call(x, isSame);
}

function equalFields(x: object, y: object, open: Open): boolean {
  if (Array.isArray(x) && Array.isArray(y) && x.length !== y.length) return false;
  const keys = Object.keys(x);
  return keys.length === Object.keys(y).length && keys.every((key) => {
    return Object.hasOwn(y, key) && equalValues(Reflect.get(x, key), Reflect.get(y, key), open);
  });
}

/** The helpers of `equalValues`, exported for standalone modules. */
export const equalHelpers = {
  equalValues,
  equalObjects,
  equalErrors,
  errorFields,
  patternOf,
  equalMaps,
  equalSets,
  canBePaired,
  contentText,
  elementsOf,
  equalElements,
  equalFields,
};
