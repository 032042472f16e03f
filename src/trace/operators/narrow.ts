/**
 * Narrows a node of a union, so that it has operators.
 *
 * @module
 */
import type { Node } from "../node_type.ts";
import type { TraceNode } from "../trace_node.ts";
import { printValue } from "../print_value.ts";

/**
 * The same node with a narrower type.
 *
 * @param node a node of a union
 * @param guard returns whether the value is of the narrower type
 * @throws {TypeError} when it is not
 *
 * @example
 * ```ts
 * import { node } from "@opto/opto";
 * import { narrow } from "@opto/opto/trace";
 * const size = node<number | string>(4);
 * const isNumber = (value: unknown) => typeof value === "number";
 * console.log(narrow(size, isNumber).add(1).data); // 5
 * ```
 */
export function narrow<T, U extends T>(
  node: TraceNode<T>,
  guard: (value: T) => value is U,
): Node<U> {
  const value = node.data;
  if (guard(value)) return node as unknown as Node<U>; // checked by the guard
  throw new TypeError(
    `Cannot narrow node "${node.baseName}"${
      guard.name === "" ? "" : ` by ${guard.name}`
    }: received ${printValue(value, 80)}`,
  );
}
