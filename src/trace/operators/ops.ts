/**
 * Operators as functions, for a raw value on the left and for choices between nodes.
 *
 * @module
 */
import { callNode } from "./call.ts";
import type { LiftedArguments, MaybeNode, Node, Plain, Traced } from "../node_type.ts";
import { iterate } from "./iterate.ts";
import { operators } from "./operators.ts";
import type { NumberOperators } from "./arithmetic.ts";
import type { SetOperators } from "./collection.ts";
import type { EqualityOperators, OrderOperators } from "./comparison.ts";
import type { ListOperators } from "./sequence.ts";
import type { TextOperators } from "./string.ts";
import { asNode } from "../wrap.ts";
import type { TraceNode } from "../trace_node.ts";

/** Operators whose result type depends on the argument types. */
export interface GenericOps {
  /** `condition ? x : y`. All three are inputs, so the result depends on both branches. */
  cond<T, U>(condition: MaybeNode<unknown>, x: MaybeNode<T>, y: MaybeNode<U>): Node<T | U>;
  /** `x && y`, both sides computed. */
  and<T, U>(x: MaybeNode<T>, y: MaybeNode<U>): Node<T | U>;
  /** `x || y`, both sides computed. */
  or<T, U>(x: MaybeNode<T>, y: MaybeNode<U>): Node<T | U>;
  /** Whether exactly one of x and y is truthy. */
  xor(x: MaybeNode<unknown>, y: MaybeNode<unknown>): Node<boolean>;
  /** Whether x is falsy. */
  not(x: MaybeNode<unknown>): Node<boolean>;
  /** Whether x is truthy. */
  truthy(x: MaybeNode<unknown>): Node<boolean>;
  /** x itself. */
  identity<T>(x: T): Node<Plain<T>>;
  /** A copy of x. */
  clone<T>(x: T): Node<Plain<T>>;
  /** The value of `x` at a key: index, property, or key of a map. */
  get(x: MaybeNode<unknown>, key: MaybeNode<unknown>): Node<unknown>;
  /** How many items x has. */
  len(x: MaybeNode<unknown>): Node<number>;
  /** The item of x at the index, from its end when negative. */
  at(x: MaybeNode<unknown>, index: MaybeNode<number>): Node<unknown>;
  /** The items of x from start up to end. */
  slice(x: MaybeNode<string>, start?: MaybeNode<number>, end?: MaybeNode<number>): Node<string>;
  /** The items of x from start up to end. */
  slice<I>(
    x: MaybeNode<readonly I[]>,
    start?: MaybeNode<number>,
    end?: MaybeNode<number>,
  ): Node<I[]>;
  /** x followed by y. */
  concat(x: MaybeNode<string>, y: MaybeNode<string>): Node<string>;
  /** x followed by y. */
  concat<I>(x: MaybeNode<readonly I[]>, y: MaybeNode<readonly I[]>): Node<I[]>;
  /** Whether x holds the item. */
  includes(x: MaybeNode<string | readonly unknown[]>, item: MaybeNode<unknown>): Node<boolean>;
  /** Where the item first stands in x, -1 when nowhere. */
  indexOf(x: MaybeNode<string | readonly unknown[]>, item: MaybeNode<unknown>): Node<number>;
  /** Whether x has the key. */
  has(x: MaybeNode<object>, key: MaybeNode<unknown>): Node<boolean>;
  /** The keys of x. */
  keys(x: MaybeNode<object>): Node<string[]>;
  /** The values of x. */
  values(x: MaybeNode<object>): Node<unknown[]>;
  /** The keys and values of x. */
  entries(x: MaybeNode<object>): Node<[string, unknown][]>;
  /** x with the entries of y over its own. */
  merge<T extends object>(x: MaybeNode<T>, y: MaybeNode<T>): Node<T>;
  /** x with the value at the key. */
  with<T extends object>(
    x: MaybeNode<T>,
    key: MaybeNode<unknown>,
    value: MaybeNode<unknown>,
  ): Node<T>;
  /** x without the key. */
  omit<T extends object>(x: MaybeNode<T>, key: MaybeNode<unknown>): Node<Partial<T>>;
  /** The items of x as an array. */
  toArray<T>(x: MaybeNode<Iterable<T>>): Node<T[]>;
  /** Calls a function, traced; the function is an input too. */
  call<A extends readonly unknown[], R>(
    fn: ((...args: A) => R) | TraceNode<(...args: A) => R>,
    ...args: LiftedArguments<A>
  ): Traced<R>;
  /** The items of anything iterable as traced steps. */
  iterate<T>(x: MaybeNode<Iterable<T>>): Generator<Node<T>>;
}

/** Functions on values as functions on values and nodes. */
export type LiftAll<O> = {
  [K in keyof O]: O[K] extends (...args: infer A) => infer R
    ? (...args: LiftedArguments<A>) => Node<R>
    : never;
};

/** All operators as functions of values and nodes. */
export type Ops =
  & LiftAll<
    & NumberOperators
    & OrderOperators<number>
    & EqualityOperators
    & TextOperators
    & ListOperators<unknown>
    & Omit<SetOperators<unknown>, "len" | "has" | "values">
  >
  & GenericOps;

/**
 * Every operator as a function: `ops.sub(2, x)` where `2` has no methods to call.
 *
 * @example
 * ```ts
 * import { node, ops } from "@opto/opto";
 * const x = node(3);
 * console.log(ops.sub(10, x).data); // 7
 * console.log(ops.cond(x.gt(2), "large", "small").data); // large
 * ```
 */
export const ops: Ops = Object.freeze({
  ...Object.fromEntries(operators),
  call: (fn: unknown, ...args: readonly unknown[]) => callNode(asNode(fn), args),
  iterate: (x: unknown) => iterate(asNode(x)),
}) as unknown as Ops; // the tables hold exactly these rows; a test checks the names
