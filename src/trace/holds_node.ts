/**
 * Searches plain containers for nodes.
 *
 * @module
 */
import { isTraceNode } from "./trace_node.ts";

/**
 * Whether arrays, records, maps and sets contain a node, to any depth. Calls no getters and does not recurse.
 */
export function holdsNode(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  try {
    return search(value);
  } catch {
    return false; // a hostile proxy holds no nodes
  }
}

function search(value: object): boolean {
  const pending: object[] = [value];
  // Only nested containers can be reached twice, so flat ones need no set.
  let seen: Set<object> | undefined;
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    for (const item of membersOf(current)) {
      if (typeof item !== "object" || item === null) continue;
      if (isTraceNode(item)) return true;
      seen ??= new Set([value]);
      if (seen.has(item)) continue;
      seen.add(item);
      pending.push(item);
    }
  }
  return false;
}

function membersOf(value: object): Iterable<unknown> {
  if (Array.isArray(value) || value instanceof Set) return value;
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return [];
  return Object.values(Object.getOwnPropertyDescriptors(value)).map((property) => property.value);
}
