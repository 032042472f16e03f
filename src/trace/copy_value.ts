/**
 * Copies plain data to any depth; other values are shared.
 *
 * @module
 */

/** Copies arrays, records, maps, sets, dates and buffers to any depth; other values are shared. */
export function copyValue<T>(value: T, seen: Map<unknown, unknown> = new Map()): T {
  return (isContainer(value) ? copyContainer(value, seen) : value) as T; // the copy has the shape of the original
}

function copyContainer(value: object, seen: Map<unknown, unknown>): unknown {
  if (seen.has(value)) return seen.get(value);
  const isView = ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
  if (isView || value instanceof Date) return structuredClone(value);
  // Fast path: a long list of primitives needs no walk. Lists with holes or extra fields do not qualify.
  const keys = Array.isArray(value) && !value.some(isContainer) ? Object.keys(value) : [];
  const isFlat = Array.isArray(value) && keys.length === value.length &&
    keys.at(-1) === String(value.length - 1);
  const twin = isFlat ? Array.from(value) : emptyLike(value);
  seen.set(value, twin);
  if (isFlat) return twin;
  if (twin instanceof Map && value instanceof Map) {
    for (const [key, item] of value) twin.set(copyValue(key, seen), copyValue(item, seen));
  } else if (twin instanceof Set && value instanceof Set) {
    for (const item of value) twin.add(copyValue(item, seen));
  } else {
    for (const [key, item] of Object.entries(value)) {
      const copied = {
        value: copyValue(item, seen),
        writable: true,
        enumerable: true,
        configurable: true,
      };
      Object.defineProperty(twin, key, copied);
    }
  }
  return twin;
}

function emptyLike(value: object): object {
  if (Array.isArray(value)) return new Array(value.length);
  if (value instanceof Map) return new Map();
  return value instanceof Set ? new Set() : Object.create(Object.getPrototypeOf(value));
}

function isContainer(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Array.isArray(value) ||
    ArrayBuffer.isView(value) ||
    [Map, Set, Date, ArrayBuffer].some((kind) => value instanceof kind);
}

/** The helpers of `copyValue`, exported for standalone modules. */
export const copyHelpers = { copyValue, copyContainer, emptyLike, isContainer };
