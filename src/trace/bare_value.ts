/**
 * Replaces nodes by their values, and refuses promises, in values of any depth.
 *
 * @module
 */
import { firstMember, holdsNode } from "./holds_node.ts";
import { isPromise } from "./is_promise.ts";
import { isTraceNode, type TraceNode } from "./trace_node.ts";

/** A value with each node in it replaced by what `read` gives; without nodes it is returned unchanged, not copied. */
export function bareValue(value: unknown, read: (node: TraceNode) => unknown): unknown {
  if (isTraceNode(value)) return read(value);
  if (!holdsNode(value)) return value;
  const inner = (item: unknown) => bareValue(item, read);
  if (Array.isArray(value)) return value.map(inner);
  if (value instanceof Map) {
    return new Map([...value].map(([key, item]) => [inner(key), inner(item)]));
  }
  if (value instanceof Set) return new Set([...value].map(inner));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inner(item)]));
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
