/**
 * Names of the operators that vary code, for the host, which chooses among them and loads no parser.
 *
 * @module
 */

/** Every operator with its share before anything is known of what it brings. */
export const operatorShares = {
  "tune a number": 3,
  "move its numbers": 2,
  "swap an operator": 2,
  "replace an expression": 4,
  "build on an expression": 5,
  "call a function": 3,
  "bound or branch": 2,
  "keep a part": 1.5,
  "add a special case": 2.5,
  "add a step": 0.5,
  "delete a statement": 0.5,
  "take over from another candidate": 4,
} as const;

/** An operator that varies code. */
export type OperatorName = keyof typeof operatorShares;

/** All operators. */
// as: the table's own keys.
export const operatorNames = Object.keys(operatorShares) as readonly OperatorName[];

/** The operators that keep the form of code: they change numbers, operators and functions. */
export const tuningNames: readonly OperatorName[] = [
  "tune a number",
  "move its numbers",
  "swap an operator",
];
