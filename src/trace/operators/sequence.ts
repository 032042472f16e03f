/**
 * Operators on text and arrays. Each returns a new value.
 *
 * @module
 */
import { equalValues } from "../equal_values.ts";
import { inText } from "./string.ts";
import type { Table } from "./table.ts";

/** Operators of text and arrays: `S` is the sequence, `I` its item. */
export interface SequenceOperators<S, I> {
  /** How many items x has. */
  len(x: S): number;
  /** The item of x at the index, from its end when negative. */
  at(x: S, index: number): I | undefined;
  /** The items of x from start up to end. */
  slice(x: S, start?: number, end?: number): S;
  /** x followed by y. */
  concat(x: S, y: S): S;
  /** Whether x holds the item. */
  includes(x: S, item: I): boolean;
  /** Where the item first stands in x, -1 when nowhere. */
  indexOf(x: S, item: I): number;
}

/** Operators of arrays only. */
export interface ListOperators<I> {
  /** The items of x as text with separators between them. */
  join(x: readonly I[], separator: string): string;
  /** x with the item at its end. */
  append(x: readonly I[], item: I): I[];
  /** x with the item put in at the index. */
  insert(x: readonly I[], index: number, item: I): I[];
  /** Without the item at an index, the last one by default. */
  drop(x: readonly I[], index?: number): I[];
  /** Without the first item that has the same content. */
  remove(x: readonly I[], item: I): I[];
  /** x in reverse order. */
  toReversed(x: readonly I[]): I[];
  /** In order: numbers by size, other items by their text. */
  toSorted(x: readonly I[]): I[];
  /** The sum of the items of x. */
  sum(x: readonly I[]): number;
  /** The set of the items of x. */
  toSet(x: readonly I[]): Set<I>;
}

type Sequence = string | readonly unknown[];

/** The rows that text and arrays share. */
export const sequence: Table<Omit<SequenceOperators<Sequence, unknown>, "len">> = {
  at: ["The item of x at the index, from its end when negative.", (x, index) => x.at(index)],
  slice: ["The items of x from start up to end.", (x, start, end) => x.slice(start, end)],
  concat: ["x followed by y.", (x, y) => {
    if (typeof x === "string") return x + String(y);
    return typeof y === "string" ? [...x, y] : [...x, ...y];
  }],
  includes: [
    "Whether x holds the item.",
    (x, item) => typeof x === "string" ? x.includes(String(item)) : x.includes(item),
  ],
  indexOf: [
    "Where the item first stands in x, -1 when nowhere.",
    (x, item) => typeof x === "string" ? x.indexOf(String(item)) : x.indexOf(item),
  ],
};

/** The rows of arrays. */
export const list: Table<ListOperators<unknown>> = {
  join: [
    "The items of x as text with separators between them.",
    (x, separator) => x.map((item) => item == null ? "" : inText(item)).join(separator),
  ],
  append: ["x with the item at its end.", (x, item) => [...x, item]],
  insert: ["x with the item put in at the index.", (x, index, item) => x.toSpliced(index, 0, item)],
  drop: ["x without the item at the index.", (x, index = -1) => x.toSpliced(index, 1)],
  remove: ["x without the first item equal to the given one.", (x, item) => {
    const index = x.findIndex((candidate) => equalValues(candidate, item));
    if (index < 0) throw new RangeError("Cannot remove an item: the array does not hold it");
    return x.toSpliced(index, 1);
  }],
  toReversed: ["x in reverse order.", (x) => x.toReversed()],
  toSorted: [
    "x in order.",
    (x) => x.every((item) => typeof item === "number") ? x.toSorted((a, b) => a - b) : x.toSorted(),
  ],
  sum: [
    "The sum of the items of x.",
    (x) => x.reduce((total: number, item) => total + Number(item), 0),
  ],
  toSet: ["The set of the items of x.", (x) => new Set(x)],
};
