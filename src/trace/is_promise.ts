/**
 * Recognizes promises, of any make.
 *
 * @module
 */

/** Whether a value is a promise or another object with a `then`. Never throws. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  if (typeof value !== "object" || value === null) return false;
  try {
    return typeof Reflect.get(value, "then") === "function";
  } catch {
    return false; // a hostile proxy
  }
}
