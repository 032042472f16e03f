/**
 * The types of nodes: which operators a node has follows from the value it holds.
 *
 * @module
 */
import type { TraceNode } from "./trace_node.ts";
import type { TraceParameter } from "./trace_parameter.ts";

/** A node that holds a `T`, with the operators that fit it. */
export type Node<T = unknown> = TraceNode<T>;

/** A parameter that holds a `T`, with the operators that fit it. */
export type ParameterNode<T = unknown> = TraceParameter<T>;

/** A value, a node of it, or arrays and records holding nodes to any depth. */
export type MaybeNode<T> = T | Node<T> | Held<T>;

/** What holds no nodes to look for. */
type Opaque =
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
type Held<T> = T extends Opaque ? T
  : T extends ReadonlyMap<infer K, infer V> ? ReadonlyMap<K, MaybeNode<V>>
  : T extends ReadonlySet<infer V> ? ReadonlySet<MaybeNode<V>>
  : T extends object ? { [K in keyof T]: MaybeNode<T[K]> }
  : T;

/**
 * A type without its nodes: what `unwrap` gives. A type that holds none stays itself, classes too. Nodes may stand four
 * containers deep in a type, which ends the search in recursive ones.
 */
export type Plain<T> = PlainTo<T, [1, 1, 1, 1]>;

type PlainTo<T, Depth extends readonly unknown[]> = T extends TraceNode<infer U> ? U
  : T extends Opaque ? T
  : Depth extends readonly [unknown, ...infer Rest] ? T extends Stripped<T, Rest> ? T
    : Stripped<T, Rest>
  : T;

type Stripped<T, Depth extends readonly unknown[]> = T extends ReadonlyMap<infer K, infer V>
  ? Map<PlainTo<K, Depth>, PlainTo<V, Depth>>
  : T extends ReadonlySet<infer V> ? Set<PlainTo<V, Depth>>
  : { [K in keyof T]: PlainTo<T[K], Depth> };
