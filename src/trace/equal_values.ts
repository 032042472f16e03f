/**
 * Compares plain data by content.
 *
 * @module
 */

/** Whether two values have the same content, to any depth; cycles are equal when they close alike. */
export function equalValues(
  x: unknown,
  y: unknown,
  open: readonly (readonly [unknown, unknown])[] = [],
): boolean {
  if (Object.is(x, y) || x === y) return true;
  if (typeof x !== "object" || typeof y !== "object" || x === null || y === null) return false;
  if (Object.getPrototypeOf(x) !== Object.getPrototypeOf(y)) return false;
  if (open.some(([a, b]) => a === x && b === y)) return true;
  const within: readonly (readonly [unknown, unknown])[] = [...open, [x, y]];
  if (x instanceof Map && y instanceof Map) {
    return x.size === y.size &&
      [...x].every(([key, item]) => y.has(key) && equalValues(item, y.get(key), within));
  }
  if (x instanceof Set && y instanceof Set) {
    return x.size === y.size &&
      [...x].every((item) =>
        y.has(item) || [...y].some((other) => equalValues(item, other, within))
      );
  }
  if (x instanceof Date && y instanceof Date) return Number(x) === Number(y);
  const keys = Object.keys(x);
  return keys.length === Object.keys(y).length &&
    keys.every((key) =>
      Object.hasOwn(y, key) && equalValues(Reflect.get(x, key), Reflect.get(y, key), within)
    );
}
