/**
 * The types of nodes: which operators a node has follows from the value it holds.
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

/** A node that holds a `T`, with the operators that fit it. A union has none: narrow it first. */
export type Node<T = unknown> = TraceNode<T> & Methods<T>;

/** A parameter that holds a `T`, with the operators that fit it. */
export type ParameterNode<T = unknown> = TraceParameter<T> & Methods<T>;

/** The operators that fit a value, as methods; none for a union, for `unknown`, and for null and undefined. */
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
 * Methods of a node that holds a number; none for `any`, which might be anything. (A check of T itself in `Methods` would
 * keep literal types from widening.)
 */
export type NumberMethods<T> = 0 extends 1 & T ? unknown
  : Lift<NumberOperators & OrderOperators<number> & Common<number>>;

/** The members of every node with operators. */
export type Common<T> = CommonOperators<T> & EqualityOperators;

/** Whether a type has several members. */
export type IsUnion<T, U = T> = T extends unknown ? [U] extends [T] ? false : true : never;

/** Functions on values as methods of the node that holds the first one. */
export type Lift<O> = {
  [K in keyof O]: O[K] extends (x: never, ...rest: infer R) => infer V ? Method<Lifted<R>, Node<V>>
    : never;
};

/** Arguments that may be values or nodes, names and optionality kept. */
export type Lifted<A extends readonly unknown[]> = { [K in keyof A]: MaybeNode<Plain<A[K]>> };

/** A function whose parameters are compared both ways, so that a node of numbers is a node of unknowns. */
export type Method<A extends readonly unknown[], R> = { method(...args: A): R }["method"];

/** The result of a call of a traced function: a node, or a promise of one. */
export type Traced<R> = 0 extends (1 & R) ? Node<R>
  : [R] extends [PromiseLike<infer U>] ? Promise<Node<Plain<U>>>
  : Node<Plain<R>>;

/** Methods of a node that holds text. */
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

/** Methods of a node that holds an array or a tuple. */
export type ArrayMethods<T extends readonly unknown[]> =
  & Lift<SequenceOperators<T[number][], T[number]> & ListOperators<T[number]> & Common<T>>
  & {
    /** The item at an index, as a step. */
    get<K extends number>(index: MaybeNode<K>): Node<T[K]>;
    /** With another value at an index. */
    with(index: MaybeNode<number>, value: MaybeNode<unknown>): Node<T>;
    /** Calls a method of the array. */
    call<K extends keyof T>(method: K, ...args: Lifted<ArgumentsOf<T[K]>>): Traced<ResultOf<T[K]>>;
    /** All items, each a traced step, with the types of a tuple kept. */
    unpack(): { [K in keyof T]: Node<T[K]> };
    /** Each item as a traced step. */
    [Symbol.iterator](): Iterator<EachNode<T[number]>>;
  };

/** Methods of a node that holds a map. */
export type MapMethods<T, K, V> = Lift<KeyedOperators<T, K, V> & Common<T>> & {
  get(key: MaybeNode<K>): Node<V | undefined>;
  with(key: MaybeNode<K>, value: MaybeNode<V>): Node<T>;
  omit(key: MaybeNode<K>): Node<T>;
  toArray(): Node<[K, V][]>;
  [Symbol.iterator](): Iterator<Node<[K, V]>>;
};

/** Methods of a node that holds a set. */
export type SetMethods<T, I> = Lift<SetOperators<I> & Common<T>> & {
  toArray(): Node<I[]>;
  [Symbol.iterator](): Iterator<EachNode<I>>;
};

/** Methods of a node that holds a record or an instance of a class. */
export type RecordMethods<T> = Lift<KeyedOperators<T, string, T[keyof T]> & Common<T>> & {
  /** The value of a property, as a step. */
  get<K extends keyof T>(key: MaybeNode<K>): Node<T[K]>;
  /** With another value of a property. */
  with<K extends keyof T>(key: MaybeNode<K>, value: MaybeNode<T[K]>): Node<T>;
  /** Without a property. */
  omit<K extends keyof T>(key: MaybeNode<K>): Node<Omit<T, K>>;
  /** Calls a method of the value, traced. */
  call<K extends keyof T>(method: K, ...args: Lifted<ArgumentsOf<T[K]>>): Traced<ResultOf<T[K]>>;
};

/** Methods of a node that holds a function. */
export type FunctionMethods<T, A extends readonly unknown[], R> = Lift<Common<T>> & {
  /** Calls the function, traced; the function is an input too. */
  call(...args: Lifted<A>): Traced<R>;
};

/** One node type per member of a union, so that each member may be narrowed. */
export type EachNode<T> = boolean extends T ? Node<T> : T extends unknown ? Node<T> : never;
/** The parameters of a function type. */
export type ArgumentsOf<F> = F extends (...args: infer A) => unknown ? A : never;
/** The result of a function type. */
export type ResultOf<F> = F extends (...args: never[]) => infer R ? R : never;

/** A value, a node of it, or arrays and records holding nodes to any depth. */
export type MaybeNode<T> = T | TraceNode<T> | Held<T>;

/** Types that hold no nodes. */
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
 * A type without its nodes, the result of `unwrap`. A type that holds none stays itself, classes too. Nodes may stand four
 * containers deep in a type, which ends the search in recursive ones.
 */
export type Plain<T> = PlainTo<T, [1, 1, 1, 1]>;

/** `Plain`, searching as deep as `Depth` is long. */
export type PlainTo<T, Depth extends readonly unknown[]> = unknown extends T ? T
  : T extends TraceNode<infer U> ? U
  : T extends Opaque ? T
  : Depth extends readonly [unknown, ...infer Rest] ? T extends Stripped<T, Rest> ? T
    : Stripped<T, Rest>
  : T;

/** The members of a container without nodes. */
export type Stripped<T, Depth extends readonly unknown[]> = T extends ReadonlyMap<infer K, infer V>
  ? Map<PlainTo<K, Depth>, PlainTo<V, Depth>>
  : T extends ReadonlySet<infer V> ? Set<PlainTo<V, Depth>>
  : { [K in keyof T]: PlainTo<T[K], Depth> };
