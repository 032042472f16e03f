/**
 * The functions that instrumented code calls to report its statements.
 *
 * The compiler rewrites a unit to call these methods on the second argument of the unit's body, after `require`,
 * under a name that the unit does not contain. Lines refer to the author's TypeScript, from 1. The realm
 * aggregates events by (line, kind, label), bounds their number, and prints values in at most 80 characters.
 *
 * @module
 */

/** Reads the private fields that an object has of one class. It calls no getter and no trap. */
export type PrivateFields = (object: object) => Readonly<Record<string, unknown>>;

/** The object that instrumented code reports to. */
export interface Probe {
  /** A variable or property was assigned; returns the value, so that the call can wrap an expression. */
  assign<T>(line: number, label: string, value: T): T;
  /** A method that changes its object in place was called; returns the call's result. */
  changed<T>(line: number, label: string, result: T, object: unknown): T;
  /** A branch was taken: `then`, `else`, `case 3`, `default`. */
  branch(line: number, label: string): void;
  /** One iteration of a loop began; the label is the loop's text. */
  loop(line: number, label: string): void;
  /** A function, named by the label, returned a value; returns the value. */
  returns<T>(line: number, label: string, value: T): T;
  /** An error was caught, under the name in the label. */
  catches(line: number, label: string, error: unknown): void;
  /** A class was made at a place of the text; `read` gives the private fields of its instances, under their names. */
  fields(place: number, read: PrivateFields): void;
  /**
   * A function, named by the label, threw. Called in a `catch` around its body, which then rethrows. `locals` is
   * called at most once, synchronously, and only for the innermost function; it may throw.
   */
  throws(line: number, label: string, error: unknown, locals: () => Record<string, unknown>): void;
}
