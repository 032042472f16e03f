/**
 * Operators as functions, for a raw value on the left, and for choices between nodes.
 *
 * @module
 */
import { callNode } from "./call.ts";
import type { Lifted, MaybeNode, Node, Plain, Traced } from "./node_type.ts";
import { iterate } from "./iterate.ts";
import { operators } from "./operators.ts";
import type { NumberOperators } from "./operators/arithmetic.ts";
import type { SetOperators } from "./operators/collection.ts";
import type { EqualityOperators, OrderOperators } from "./operators/comparison.ts";
import type { ListOperators } from "./operators/sequence.ts";
import type { TextOperators } from "./operators/string.ts";
import { asNode } from "./wrap.ts";
import type { TraceNode } from "./trace_node.ts";

/** Operators whose result type follows from what they are given. */
interface GenericOps {
  /** `condition ? x : y`, computed from all three, so that the result depends on what was not chosen too. */
  cond<T, U>(condition: MaybeNode<unknown>, x: MaybeNode<T>, y: MaybeNode<U>): Node<T | U>;
  /** `x && y`, both computed. */
  and<T, U>(x: MaybeNode<T>, y: MaybeNode<U>): Node<T | U>;
  /** `x || y`, both computed. */
  or<T, U>(x: MaybeNode<T>, y: MaybeNode<U>): Node<T | U>;
  xor(x: MaybeNode<unknown>, y: MaybeNode<unknown>): Node<boolean>;
  not(x: MaybeNode<unknown>): Node<boolean>;
  truthy(x: MaybeNode<unknown>): Node<boolean>;
  identity<T>(x: T): Node<Plain<T>>;
  clone<T>(x: T): Node<Plain<T>>;
  /** The value of `x` at a key: index, property, or key of a map. */
  get(x: MaybeNode<unknown>, key: MaybeNode<unknown>): Node<unknown>;
  len(x: MaybeNode<unknown>): Node<number>;
  at(x: MaybeNode<unknown>, index: MaybeNode<number>): Node<unknown>;
  slice(x: MaybeNode<string>, start?: MaybeNode<number>, end?: MaybeNode<number>): Node<string>;
  slice<I>(
    x: MaybeNode<readonly I[]>,
    start?: MaybeNode<number>,
    end?: MaybeNode<number>,
  ): Node<I[]>;
  concat(x: MaybeNode<string>, y: MaybeNode<string>): Node<string>;
  concat<I>(x: MaybeNode<readonly I[]>, y: MaybeNode<readonly I[]>): Node<I[]>;
  includes(x: MaybeNode<string | readonly unknown[]>, item: MaybeNode<unknown>): Node<boolean>;
  indexOf(x: MaybeNode<string | readonly unknown[]>, item: MaybeNode<unknown>): Node<number>;
  has(x: MaybeNode<object>, key: MaybeNode<unknown>): Node<boolean>;
  keys(x: MaybeNode<object>): Node<string[]>;
  values(x: MaybeNode<object>): Node<unknown[]>;
  entries(x: MaybeNode<object>): Node<[string, unknown][]>;
  merge<T extends object>(x: MaybeNode<T>, y: MaybeNode<T>): Node<T>;
  with<T extends object>(
    x: MaybeNode<T>,
    key: MaybeNode<unknown>,
    value: MaybeNode<unknown>,
  ): Node<T>;
  omit<T extends object>(x: MaybeNode<T>, key: MaybeNode<unknown>): Node<Partial<T>>;
  toArray<T>(x: MaybeNode<Iterable<T>>): Node<T[]>;
  /** Calls a function, traced; the function is an input too. */
  call<A extends readonly unknown[], R>(
    fn: ((...args: A) => R) | TraceNode<(...args: A) => R>,
    ...args: Lifted<A>
  ): Traced<R>;
  /** The items of anything iterable as traced steps. */
  iterate<T>(x: MaybeNode<Iterable<T>>): Generator<Node<T>>;
}

type LiftAll<O> = {
  [K in keyof O]: O[K] extends (...args: infer A) => infer R ? (...args: Lifted<A>) => Node<R>
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
}) as unknown as Ops; // the tables hold exactly these rows, which a test checks by name
