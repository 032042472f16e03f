/**
 * Applies a function to the nodes of containers of the same shape.
 *
 * @module
 */
import { isTraceNode, type TraceNode } from "../trace_node.ts";

/**
 * Walks containers of the same shape together and applies `fn` to nodes at the same place; a single node is used
 * for every place of the others; other values are taken from the first container.
 *
 * @param fn called with one node per container
 * @param first arrays, records and maps of nodes, or a node
 * @param others of the same shape, or single nodes
 * @throws {RangeError} when a place is missing in another container
 *
 * @example
 * ```ts
 * import { node, ops } from "@opto/opto";
 * import { broadcast } from "@opto/opto/trace";
 * const sums = broadcast((x, y) => ops.add(x, y), { a: node(1), b: [node(2)] }, node(10));
 * console.log(sums.a.data, sums.b[0]?.data); // 11 12
 * ```
 */
export function broadcast<T>(
  // deno-lint-ignore no-explicit-any -- the nodes' types follow from the containers, which no type here can express
  fn: (...nodes: any[]) => TraceNode,
  first: T,
  ...others: readonly unknown[]
): T {
  return apply(fn, [first, ...others], "") as T; // it has the shape of the first
}

function apply(
  fn: (...nodes: TraceNode[]) => TraceNode,
  places: readonly unknown[],
  path: string,
): unknown {
  if (places.every(isTraceNode)) return fn(...places);
  const shape = places.find((place) => !isTraceNode(place));
  const at = (key: PropertyKey) =>
    apply(
      fn,
      places.map((place) => member(place, key, `${path}.${String(key)}`)),
      `${path}.${String(key)}`,
    );
  if (Array.isArray(shape)) return shape.map((_, i) => at(i));
  if (shape instanceof Map) return new Map([...shape.keys()].map((key) => [key, at(key)]));
  if (
    typeof shape !== "object" || shape === null || Object.getPrototypeOf(shape) !== Object.prototype
  ) return shape;
  return Object.fromEntries(Object.keys(shape).map((key) => [key, at(key)]));
}

function member(place: unknown, key: PropertyKey, path: string): unknown {
  if (isTraceNode(place)) return place;
  if (place instanceof Map && place.has(key)) return place.get(key);
  if (typeof place === "object" && place !== null && Object.hasOwn(place, key)) {
    return Reflect.get(place, key);
  }
  throw new RangeError(`Cannot broadcast over "${path.slice(1)}": a container has no value there`);
}
