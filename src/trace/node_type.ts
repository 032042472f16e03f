/**
 * The types of nodes: the type of the value determines the operators.
 *
 * @module
 */
import type { ExactOperators, NumberOperators } from "./operators/arithmetic.ts";
import type { KeyedOperators, SetOperators } from "./operators/collection.ts";
import type { EqualityOperators, OrderOperators } from "./operators/comparison.ts";
import type { CommonOperators } from "./operators/logic.ts";
import type { ListOperators, SequenceOperators } from "./operators/sequence.ts";
import type { TextOperators } from "./operators/string.ts";
import type { TraceNode } from "./trace_node.ts";
import type { TraceParameter } from "./trace_parameter.ts";

/** A node of a `T`, with the operators for `T`. A union has none: narrow it first. */
export type Node<T = unknown> = TraceNode<T> & Methods<T>;

/** What stands for a promise where its value is needed: nothing fits, so that the missing `await` is a type error. */
export interface AwaitFirst {
  /** Never there. */
  readonly awaitThePromiseFirst: unique symbol;
}

/** The values of `V`, with no promise among them. */
export type Settled<V extends readonly unknown[]> = {
  [K in keyof V]: V[K] extends PromiseLike<unknown> ? AwaitFirst : V[K];
};

/** A parameter of a `T`, with the operators for `T`. */
export type ParameterNode<T = unknown> = TraceParameter<T> & Methods<T>;

/** The operators of a value as methods; none for a union, for `unknown`, and for null and undefined. */
export type Methods<T> = [T] extends [never] ? unknown
  : [T] extends [number] ? NumberMethods<T>
  : [T] extends [string] ? TextMethods
  : [T] extends [boolean] ? Lift<Common<boolean>>
  : [T] extends [bigint] ? Lift<ExactOperators<bigint> & OrderOperators<bigint> & Common<bigint>>
  : IsUnion<T> extends true ? unknown
  : [T] extends [readonly unknown[]] ? ArrayMethods<T>
  : [T] extends [ReadonlyMap<infer K, infer V>] ? MapMethods<T, K, V>
  : [T] extends [ReadonlySet<infer I>] ? SetMethods<T, I>
  : [T] extends [(...args: infer A) => infer R] ? FunctionMethods<T, A, R>
  : [T] extends [object] ? RecordMethods<T>
  : unknown;

/**
 * Methods of a node with a number; none for `any`. (A check of T itself in `Methods` would prevent the widening of
 * literal types.)
 */
export type NumberMethods<T> = 0 extends 1 & T ? unknown
  : Lift<NumberOperators & OrderOperators<number> & Common<number>>;

/** The members of every node with operators. */
export type Common<T> = CommonOperators<T> & EqualityOperators;

/** Whether a type is a union. */
export type IsUnion<T, U = T> = T extends unknown ? [U] extends [T] ? false : true : never;

/** Functions on values, as methods of a node with the first argument. */
export type Lift<O> = {
  [K in keyof O]: O[K] extends (x: never, ...rest: infer R) => infer V
    ? Method<LiftedArguments<R>, Node<Plain<V>>>
    : never;
};

/** Arguments that may be values or nodes; names and optionality are kept. */
export type LiftedArguments<A extends readonly unknown[]> = {
  [K in keyof A]: MaybeNode<Plain<A[K]>>;
};

/** A function with bivariant parameters, so that a node of numbers is assignable to a node of unknown. */
export type Method<A extends readonly unknown[], R> = { method(...args: A): R }["method"];

/** The result of a call of a traced function: a node, or a promise of one. */
export type Traced<R> = 0 extends (1 & R) ? Node<R>
  : [R] extends [PromiseLike<infer U>] ? Promise<Node<Plain<U>>>
  : Node<Plain<R>>;

/** Methods of a node with text. */
export interface TextMethods extends
  Lift<
    TextOperators & SequenceOperators<string, string> & OrderOperators<string> & Common<string>
  > {
  /** The character at an index, as a step. */
  get(index: MaybeNode<number>): Node<string>;
  /** Its characters, by code point. */
  toArray(): Node<string[]>;
  /** Each code point as a traced step. */
  [Symbol.iterator](): Iterator<Node<string>>;
}

/** Methods of a node with an array or a tuple. */
export type ArrayMethods<T extends readonly unknown[]> =
  & Lift<SequenceOperators<T[number][], T[number]> & ListOperators<T[number]> & Common<T>>
  & {
    /** The item at an index, as a step. */
    get<K extends number>(index: MaybeNode<K>): Node<T[K]>;
    /** A copy with another value at an index. */
    with(index: MaybeNode<number>, value: MaybeNode<unknown>): Node<T>;
    /** Calls a method of the array. */
    call<K extends keyof T>(
      method: K,
      ...args: LiftedArguments<ArgumentsOf<T[K]>>
    ): Traced<ResultOf<T[K]>>;
    /** All items, each a traced step; the types of a tuple are kept. */
    unpack(): { [K in keyof T]: Node<T[K]> };
    /** Each item as a traced step. */
    [Symbol.iterator](): Iterator<EachNode<T[number]>>;
  };

/** Methods of a node with a map. */
export type MapMethods<T, K, V> = Lift<KeyedOperators<T, K, V> & Common<T>> & {
  get(key: MaybeNode<K>): Node<V | undefined>;
  with(key: MaybeNode<K>, value: MaybeNode<V>): Node<T>;
  omit(key: MaybeNode<K>): Node<T>;
  toArray(): Node<[K, V][]>;
  [Symbol.iterator](): Iterator<Node<[K, V]>>;
};

/** Methods of a node with a set. */
export type SetMethods<T, I> = Lift<SetOperators<I> & Common<T>> & {
  toArray(): Node<I[]>;
  [Symbol.iterator](): Iterator<EachNode<I>>;
};

/** Methods of a node with a record or a class instance. */
export type RecordMethods<T> = Lift<KeyedOperators<T, string, T[keyof T]> & Common<T>> & {
  /** The value of a property, as a step. */
  get<K extends keyof T>(key: MaybeNode<K>): Node<Plain<T[K]>>;
  /** A copy with another value of a property. */
  with<K extends keyof T>(key: MaybeNode<K>, value: MaybeNode<T[K]>): Node<T>;
  /** A copy without a property. */
  omit<K extends keyof T>(key: MaybeNode<K>): Node<Omit<T, K>>;
  /** Calls a method of the value, traced. */
  call<K extends keyof T>(
    method: K,
    ...args: LiftedArguments<ArgumentsOf<T[K]>>
  ): Traced<ResultOf<T[K]>>;
};

/** Methods of a node with a function. */
export type FunctionMethods<T, A extends readonly unknown[], R> = Lift<Common<T>> & {
  /** Calls the function, traced; the function is an input too. */
  call(...args: LiftedArguments<A>): Traced<R>;
};

/** One node type per member of a union, so that it can be narrowed. */
export type EachNode<T> = boolean extends T ? Node<T> : T extends unknown ? Node<T> : never;
/** The parameters of a function type. */
export type ArgumentsOf<F> = F extends (...args: infer A) => unknown ? A : never;
/** The result of a function type. */
export type ResultOf<F> = F extends (...args: never[]) => infer R ? R : never;

/** A value, a node of it, or arrays and records with nodes at any depth. */
export type MaybeNode<T> = T | TraceNode<T> | Held<T>;

/** Types that contain no nodes. */
export type Opaque =
  | string
  | number
  | boolean
  | bigint
  | symbol
  | null
  | undefined
  | Date
  | TraceNode<never>
  | ((...args: never[]) => unknown)
  | (abstract new (...args: never[]) => unknown);

/** Containers whose members may be nodes. */
export type Held<T> = T extends Opaque ? T
  : T extends ReadonlyMap<infer K, infer V> ? ReadonlyMap<K, MaybeNode<V>>
  : T extends ReadonlySet<infer V> ? ReadonlySet<MaybeNode<V>>
  : T extends object ? { [K in keyof T]: MaybeNode<T[K]> }
  : T;

/**
 * A type without its nodes, the result of `unwrap`. A type without nodes is unchanged, and so is a class with nodes:
 * its instances keep them. Types cannot tell a class from a record, so one with a method counts as a class. Nodes are found
 * up to four containers deep, which bounds recursive types.
 */
export type Plain<T> = PlainTo<T, [1, 1, 1, 1]>;

/** `Plain`, up to the depth of the tuple `Depth`. */
export type PlainTo<T, Depth extends readonly unknown[]> = unknown extends T ? T
  : T extends TraceNode<infer U> ? U
  : T extends Opaque ? T
  : Depth extends readonly [unknown, ...infer Rest]
    ? T extends Stripped<T, Rest> ? T : IsInstance<T> extends true ? T : Stripped<T, Rest>
  : T;

/** Whether a type with nodes is taken for a class: it has a method, and no container of the language is it. */
export type IsInstance<T> = T extends
  readonly unknown[] | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown> ? false
  : true extends { [K in keyof T]-?: T[K] extends TraceNode ? false : IsFunction<T[K]> }[keyof T]
    ? true
  : false;

type IsFunction<T> = T extends (...args: never[]) => unknown ? true : false;

/** The members of a container without nodes. */
export type Stripped<T, Depth extends readonly unknown[]> = T extends ReadonlyMap<infer K, infer V>
  ? Map<PlainTo<K, Depth>, PlainTo<V, Depth>>
  : T extends ReadonlySet<infer V> ? Set<PlainTo<V, Depth>>
  : { [K in keyof T]: PlainTo<T[K], Depth> };
