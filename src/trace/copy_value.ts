/**
 * Copies plain data of any depth; what is not plain data is shared.
 *
 * @module
 */

/** A copy of arrays, records, maps, sets, dates and buffers to any depth; everything else is the same. */
export function copyValue<T>(value: T): T {
  return copy(value, new Map()) as T; // the copy has the shape of the original
}

function copy(value: unknown, seen: Map<object, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const items: unknown[] = new Array(value.length);
    seen.set(value, items);
    for (const [key, item] of Object.entries(value)) Reflect.set(items, key, copy(item, seen));
    return items;
  }
  if (value instanceof Map) {
    const map = new Map<unknown, unknown>();
    seen.set(value, map);
    for (const [key, item] of value) map.set(copy(key, seen), copy(item, seen));
    return map;
  }
  if (value instanceof Set) {
    const set = new Set<unknown>();
    seen.set(value, set);
    for (const item of value) set.add(copy(item, seen));
    return set;
  }
  if (value instanceof Date || ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return structuredClone(value);
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return value;
  const record: Record<string, unknown> = Object.create(prototype);
  seen.set(value, record);
  for (const [key, item] of Object.entries(value)) {
    Object.defineProperty(record, key, {
      value: copy(item, seen),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return record;
}
