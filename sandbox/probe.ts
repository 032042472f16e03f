/**
 * The functions that instrumented code calls to report its statements.
 *
 * The compiler rewrites a unit so that it calls these methods on a variable named `__opto`, which the realm passes to
 * the unit's body as its second parameter, after `require`. Every line is one of the author's TypeScript, from 1. The
 * realm aggregates the events by (line, kind, label), bounds their number, and prints values at most 80 characters long.
 *
 * @module
 */

/** The object behind the variable `__opto` of instrumented code. */
export interface Probe {
  /** A variable or property got a value; returns the value, so that it can wrap an expression. */
  assign<T>(line: number, label: string, value: T): T;
  /** A branch was taken: `then`, `else`, `case 3`, `default`. */
  branch(line: number, label: string): void;
  /** One turn of a loop began; the label is the loop's text. */
  loop(line: number, label: string): void;
  /** A function, named by the label, returns a value; returns the value. */
  returns<T>(line: number, label: string, value: T): T;
  /**
   * A function, named by the label, was left by an error. Called in a `catch` around its body, which then throws the
   * error on. `locals` is called at most once, at once, and only for the innermost function; it may throw.
   */
  throws(line: number, label: string, error: unknown, locals: () => Record<string, unknown>): void;
}
