/**
 * Operators on truth values. Both sides are always computed: the result depends on every alternative.
 *
 * @module
 */
import { copyValue } from "../copy_value.ts";
import type { Table } from "./table.ts";

/** Operators of every value. */
export interface CommonOperators<T> {
  /** The same value, as a step of its own. */
  identity(x: T): T;
  /** A copy of the value, still linked to x. */
  clone(x: T): T;
  /** Whether x is truthy. */
  truthy(x: T): boolean;
  /** Whether x is falsy. */
  not(x: T): boolean;
}

/** The rows of every value. */
export const common: Table<CommonOperators<unknown>> = {
  identity: ["x itself.", (x) => x],
  clone: ["A copy of x.", (x) => copyValue(x)],
  truthy: ["Whether x is truthy.", (x) => Boolean(x)],
  not: ["Whether x is falsy.", (x) => !x],
};

/** Operators over two or three values of any type. */
export interface LogicOperators {
  /** x if x is falsy, else y. */
  and(x: unknown, y: unknown): unknown;
  /** x if x is truthy, else y. */
  or(x: unknown, y: unknown): unknown;
  /** Whether exactly one of x and y is truthy. */
  xor(x: unknown, y: unknown): boolean;
  /** x if the condition is truthy, else y. */
  cond(condition: unknown, x: unknown, y: unknown): unknown;
}

/** The rows of logic. */
export const logic: Table<LogicOperators> = {
  and: ["x if x is falsy, else y.", (x, y) => x && y],
  or: ["x if x is truthy, else y.", (x, y) => x || y],
  xor: ["Whether exactly one of x and y is truthy.", (x, y) => Boolean(x) !== Boolean(y)],
  cond: ["x if the condition is truthy, else y.", (condition, x, y) => condition ? x : y],
};
