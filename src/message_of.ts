/**
 * The message of anything thrown.
 *
 * @module
 */

/** What code of the user threw; an error in place of a value that throws itself when it is read. */
export function readableThrow(thrown: unknown): unknown {
  try {
    Object.getPrototypeOf(Object(thrown)); // the trap of a proxy may throw
    return thrown;
  } catch {
    return new TypeError("Cannot read the value that was thrown");
  }
}

/** The message of an error; any other thrown value as text. A value that throws when it is read has a message too. */
export function messageOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return "a value that cannot be read";
  }
}
