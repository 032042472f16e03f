/**
 * Operators that compare.
 *
 * @module
 */
import { equalValues } from "../equal_values.ts";
import type { Table } from "./table.ts";

/** Comparisons of ordered values. */
export interface OrderOperators<T extends number | bigint | string> {
  /** Whether x is less than y. */
  lt(x: T, y: T): boolean;
  /** Whether x is less than or equal to y. */
  le(x: T, y: T): boolean;
  /** Whether x is greater than y. */
  gt(x: T, y: T): boolean;
  /** Whether x is greater than or equal to y. */
  ge(x: T, y: T): boolean;
}

/** Comparisons of any two values. */
export interface EqualityOperators {
  /** As `===`: containers are equal when they are the same. */
  eq(x: unknown, y: unknown): boolean;
  /** Whether x is not strictly equal to y. */
  neq(x: unknown, y: unknown): boolean;
  /** As `Object.is`. */
  is(x: unknown, y: unknown): boolean;
  /** By content, to any depth. */
  equals(x: unknown, y: unknown): boolean;
}

/** The rows of order; text and bigints compare by the same functions. */
export const order: Table<OrderOperators<number>> = {
  lt: ["Whether x is less than y.", (x, y) => x < y],
  le: ["Whether x is less than or equal to y.", (x, y) => x <= y],
  gt: ["Whether x is greater than y.", (x, y) => x > y],
  ge: ["Whether x is greater than or equal to y.", (x, y) => x >= y],
};

/** The rows of equality. */
export const equality: Table<EqualityOperators> = {
  eq: ["Whether x is strictly equal to y.", (x, y) => x === y],
  neq: ["Whether x is not strictly equal to y.", (x, y) => x !== y],
  is: ["Whether x is the same value as y.", (x, y) => Object.is(x, y)],
  equals: ["Whether x has the same content as y.", (x, y) => equalValues(x, y)],
};
