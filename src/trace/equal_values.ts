/**
 * Compares plain data by content.
 *
 * @module
 */

/** Pairs that are being compared, so that a cycle ends. */
type Open = readonly (readonly [unknown, unknown])[];

/** Whether two values have the same content, to any depth; cycles are equal when they close alike. */
export function equalValues(x: unknown, y: unknown, open: Open = []): boolean {
  if (Object.is(x, y) || x === y) return true;
  if (typeof x !== "object" || typeof y !== "object" || x === null || y === null) return false;
  if (Object.getPrototypeOf(x) !== Object.getPrototypeOf(y)) return false;
  if (open.some(([a, b]) => a === x && b === y)) return true;
  const isEqual = (a: unknown, b: unknown) => equalValues(a, b, [...open, [x, y]]);
  if (x instanceof Date && y instanceof Date) return Number(x) === Number(y);
  if (x instanceof RegExp && y instanceof RegExp) return String(x) === String(y);
  if (x instanceof Map && y instanceof Map) {
    return x.size === y.size && [...x].every(([key, item]) => {
      return y.has(key)
        ? isEqual(item, y.get(key))
        : [...y].some((entry) => isEqual([key, item], entry));
    });
  }
  if (x instanceof Set && y instanceof Set) {
    return x.size === y.size &&
      [...x].every((item) => y.has(item) || [...y].some((other) => isEqual(item, other)));
  }
  const keys = Object.keys(x);
  return keys.length === Object.keys(y).length &&
    keys.every((key) => Object.hasOwn(y, key) && isEqual(Reflect.get(x, key), Reflect.get(y, key)));
}
