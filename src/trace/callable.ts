/**
 * Recognizes traced functions, and gives the node of one that is passed as a value.
 *
 * @module
 */
import type { TraceNode } from "./trace_node.ts";

/** Key of the node that represents a traced function passed as an argument. */
export const nodeOf: unique symbol = Symbol.for("opto.nodeOf") as never; // a registered symbol has no literal type

/** The node that represents a function, if it has one. */
export function nodeOfFunction(value: unknown): TraceNode | undefined {
  if (typeof value !== "function" || !(nodeOf in value)) return undefined;
  return (value as { [nodeOf]: TraceNode | undefined })[nodeOf];
}
