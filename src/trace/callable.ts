/**
 * Traced functions: their recognition, and the node that stands for one that is passed as a value.
 *
 * @module
 */
import type { TraceNode } from "./trace_node.ts";

/** The node that stands for a traced function when it is an argument itself. */
export const nodeOf: unique symbol = Symbol.for("opto.nodeOf") as never; // a registered symbol has no literal type

/** The node that stands for a function, when it has one. */
export function nodeOfFunction(value: unknown): TraceNode | undefined {
  if (typeof value !== "function" || !(nodeOf in value)) return undefined;
  return (value as { [nodeOf]: TraceNode | undefined })[nodeOf];
}
