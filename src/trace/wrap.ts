/**
 * Converts values with nodes at any depth into one node, and back into bare values.
 *
 * @module
 */
import { watched } from "./ambient.ts";
import { nodeOfFunction } from "./callable.ts";
import { firstMember, holdsNode, isContainer } from "./holds_node.ts";
import { isPromise } from "./is_promise.ts";
import type { Plain } from "./node_type.ts";
import type { Operator } from "./operator.ts";
import { isTraceNode, type Origin, TraceNode } from "./trace_node.ts";

const gathering = {
  array: { name: "array", documentation: "Makes an array of its arguments." },
  record: { name: "record", documentation: "Makes a record of its arguments." },
  map: { name: "map", documentation: "Makes a map of its arguments, by key." },
  set: { name: "set", documentation: "Makes a set of its arguments." },
  function: { name: "function", documentation: "A function made of its code." },
} satisfies Record<string, Operator>;
const gatherers: ReadonlySet<Operator> = new Set(Object.values(gathering));

/** The argument that a value is, for messages. */
export interface ArgumentPlace {
  readonly callee: string;
  /** Counts from 0. */
  readonly index: number;
}

/**
 * The node of an argument: a node is itself, a container with nodes becomes an operator over its members, other
 * values become value nodes called `name`.
 *
 * @throws {TypeError} for a promise, alone or in a container: nothing is known of its value yet
 */
export function asNode(value: unknown, name?: string, place?: ArgumentPlace): TraceNode {
  if (isTraceNode(value)) return value;
  if (typeof value === "object" && value !== null) {
    const found = isPromise(value) ? value : firstMember(value, isNodeOrPromise);
    if (isTraceNode(found)) return gather(value, place);
    if (found !== undefined) refusePromises(value, roleOf(place));
  }
  if (typeof value === "function") return nodeOfFunction(value) ?? new TraceNode("value", value);
  return new TraceNode("value", value, undefined, name === undefined ? undefined : { name });
}

function roleOf(place: ArgumentPlace | undefined): string {
  return place === undefined
    ? "the value of a node"
    : `argument ${place.index + 1} of "${place.callee}"`;
}

function isNodeOrPromise(value: object): boolean {
  return isTraceNode(value) || isPromise(value);
}

/**
 * Throws for a promise, and for a container with one.
 *
 * @throws {TypeError} that names `role` and says what to do
 */
export function refusePromises(value: unknown, role: string): void {
  if (typeof value !== "object" || value === null || isTraceNode(value)) return;
  if (!isPromise(value) && firstMember(value, isPromise) === undefined) return;
  throw new TypeError(`Cannot use a promise as ${role}: received one before its value; await it`);
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

function gather(value: object, place?: ArgumentPlace): TraceNode {
  if (Array.isArray(value)) {
    return gathered(gathering.array, value.map((item, i) => [String(i), item]), place);
  }
  if (value instanceof Map) {
    const members = [...value].map(([key, item]) => [String(peekAll(key)), item] as const);
    return gathered(gathering.map, members, place, value);
  }
  if (value instanceof Set) {
    return gathered(gathering.set, [...value].map((item, i) => [String(i), item]), place);
  }
  return gathered(gathering.record, Object.entries(value), place);
}

/**
 * The node of an operator's result. A result with nodes gives up its value, and the nodes become the inside of the
 * call, so that feedback reaches the parameters behind them. Only instances and functions can have held them.
 */
export function resultNode(value: unknown, origin: Origin): TraceNode {
  if (typeof value !== "object" || value === null) return new TraceNode("message", value, origin);
  const isEnclosing = isTraceNode(value) ||
    (origin.inputs.some((input) => canHide(input.peek())) && holdsNode(value));
  if (!isEnclosing) return new TraceNode("message", value, origin);
  const end = asNode(value);
  const details = watched()?.isTracing === false ? undefined : { inside: { outputs: [end] } };
  return new TraceNode("message", end.data, origin, details);
}

/** Whether a value may hold nodes that its containers do not show: a function or a class instance. */
function canHide(value: unknown): boolean {
  if (typeof value === "function") return true;
  return typeof value === "object" && value !== null && !isContainer(value);
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
  place?: ArgumentPlace,
  map?: ReadonlyMap<unknown, unknown>,
): TraceNode {
  const inputNames = members.map(([name]) => name);
  const inputs = members.map(([, item]) => asNode(item, undefined, place));
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
