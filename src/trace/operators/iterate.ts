/**
 * Traced iteration: every item of a node is a step.
 *
 * @module
 */
import { operators } from "./operators.ts";
import { failedCall } from "../step.ts";
import { TraceNode } from "../trace_node.ts";

const get = operators.get("get")!; // the tables hold both
const toArray = operators.get("toArray")!;
const iteration = { name: "iterate", documentation: "The items of x, one by one." };

/** The items as nodes; a value that is not iterable fails with an exception node. */
export function* iterate(x: TraceNode): Generator<TraceNode> {
  const value = x.data;
  if (!isIterable(value)) {
    throw failedCall(
      { operator: iteration, inputs: [x], inputNames: ["x"] },
      new TypeError("Cannot iterate over a value that has no items"),
    );
  }
  // A value without indices becomes an array first; a string so that its items are code points.
  const items = Array.isArray(value) || ArrayBuffer.isView(value) ? x : toArray(x);
  for (let i = 0; i < lengthOf(items.peek()); i++) yield get(items, i);
}

/** All items as nodes. */
export function unpack(x: TraceNode): TraceNode[] {
  return [...iterate(x)];
}

function isIterable(value: unknown): boolean {
  return typeof value === "string" ||
    (typeof value === "object" && value !== null && Symbol.iterator in value);
}

function lengthOf(value: unknown): number {
  return typeof value === "object" && value !== null && "length" in value
    ? Number(value.length)
    : 0;
}
