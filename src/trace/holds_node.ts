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
  return typeof value === "object" && value !== null &&
    firstMember(value, isTraceNode) !== undefined;
}

/** The first object in arrays, records, maps and sets, to any depth, that passes a test. */
export function firstMember(
  value: object,
  isWanted: (member: object) => boolean,
): object | undefined {
  try {
    return search(value, isWanted);
  } catch {
    return undefined; // a hostile proxy holds nothing
  }
}

function search(value: object, isWanted: (member: object) => boolean): object | undefined {
  const pending: object[] = [value];
  // Only nested containers can be reached twice, so flat ones need no set.
  let seen: Set<object> | undefined;
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    for (const item of membersOf(current)) {
      if (typeof item !== "object" || item === null) continue;
      if (isWanted(item)) return item;
      seen ??= new Set([value]);
      if (seen.has(item)) continue;
      seen.add(item);
      pending.push(item);
    }
  }
  return undefined;
}

/** Whether a value is an array, a record, a map or a set, in which nodes are found. */
export function isContainer(value: object): boolean {
  return Array.isArray(value) || value instanceof Set || value instanceof Map || isRecord(value);
}

function isRecord(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function membersOf(value: object): Iterable<unknown> {
  if (Array.isArray(value) || value instanceof Set) return value;
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  if (!isRecord(value)) return [];
  return Object.values(Object.getOwnPropertyDescriptors(value)).map((property) => property.value);
}
