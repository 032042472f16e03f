/**
 * Converts values with nodes at any depth into one node, and back into bare values.
 *
 * @module
 */
import { nodeOfFunction } from "./callable.ts";
import { holdsNode } from "./holds_node.ts";
import type { Plain } from "./node_type.ts";
import type { Operator } from "./operator.ts";
import { isTraceNode, TraceNode } from "./trace_node.ts";

const gathering = {
  array: { name: "array", documentation: "Makes an array of its arguments." },
  record: { name: "record", documentation: "Makes a record of its arguments." },
  map: { name: "map", documentation: "Makes a map of its arguments, by key." },
  set: { name: "set", documentation: "Makes a set of its arguments." },
  function: { name: "function", documentation: "A function made of its code." },
} satisfies Record<string, Operator>;
const gatherers: ReadonlySet<Operator> = new Set(Object.values(gathering));

/**
 * The node of an argument: a node is itself, a container with nodes becomes an operator over its members, other
 * values become value nodes called `name`.
 */
export function asNode(value: unknown, name?: string): TraceNode {
  if (isTraceNode(value)) return value;
  if (holdsNode(value)) return gather(value);
  if (typeof value === "function") return nodeOfFunction(value) ?? new TraceNode("value", value);
  return new TraceNode("value", value, undefined, name === undefined ? undefined : { name });
}

/**
 * The bare value of a value with nodes at any depth. A value without nodes is returned unchanged, not copied.
 *
 * @param value a value, a node, or arrays, records, maps and sets of them
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { node, unwrap } from "@opto/opto/trace";
 *
 * assertEquals(unwrap({ a: node(1), rest: [node(2), 3] }), { a: 1, rest: [2, 3] });
 * ```
 */
export function unwrap<T>(value: T): Plain<T> {
  return strip(value, (node) => node.data) as Plain<T>; // `strip` returns a Plain<T>
}

/** Like `unwrap`, without recording reads. */
export function peekAll(value: unknown): unknown {
  return strip(value, (node) => node.peek());
}

function strip(value: unknown, read: (node: TraceNode) => unknown): unknown {
  if (isTraceNode(value)) return read(value);
  if (!holdsNode(value)) return value;
  const inner = (item: unknown) => strip(item, read);
  if (Array.isArray(value)) return value.map(inner);
  if (value instanceof Map) {
    return new Map([...value].map(([key, item]) => [inner(key), inner(item)]));
  }
  if (value instanceof Set) return new Set([...value].map(inner));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inner(item)]));
}

function gather(value: object): TraceNode {
  if (Array.isArray(value)) {
    return gathered(gathering.array, value.map((item, i) => [String(i), item]));
  }
  if (value instanceof Map) {
    return gathered(
      gathering.map,
      [...value].map(([key, item]) => [String(peekAll(key)), item]),
      value,
    );
  }
  if (value instanceof Set) {
    return gathered(gathering.set, [...value].map((item, i) => [String(i), item]));
  }
  return gathered(gathering.record, Object.entries(value));
}

/** The node of a function that is an argument, made from the parameters of its code. */
export function functionNode(fn: CallableFunction, parameters: readonly TraceNode[]): TraceNode {
  const inputNames = parameters.map(({ baseName }) => baseName);
  return new TraceNode("message", fn, {
    operator: gathering.function,
    inputs: parameters,
    inputNames,
  });
}

function gathered(
  operator: Operator,
  members: readonly (readonly [string, unknown])[],
  map?: ReadonlyMap<unknown, unknown>,
): TraceNode {
  const inputNames = members.map(([name]) => name);
  const inputs = members.map(([, item]) => asNode(item));
  const values = inputs.map((input) => input.data);
  const origin = { operator, inputs, inputNames };
  return new TraceNode("message", build(operator, inputNames, values, map), origin);
}

function build(
  operator: Operator,
  names: readonly string[],
  values: readonly unknown[],
  map: ReadonlyMap<unknown, unknown> = new Map(),
): unknown {
  if (operator === gathering.array) return values;
  if (operator === gathering.set) return new Set(values);
  if (operator === gathering.map) {
    return new Map([...map.keys()].map((key, i) => [peekAll(key), values[i]]));
  }
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}

/** A node and, if it was made from a container, the nodes of the container, to any depth. */
export function membersOfGathered(node: TraceNode): TraceNode[] {
  const isGathered = node.operator !== undefined && gatherers.has(node.operator);
  return isGathered ? [node, ...node.inputs.flatMap(membersOfGathered)] : [node];
}
