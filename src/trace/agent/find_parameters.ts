/**
 * Finds the parameters of an agent, each with its path.
 *
 * @module
 */
import { type CodeFunction, codeFunctionOf } from "../code/code_function.ts";
import type { ParameterNode } from "../node_type.ts";
import { isTraceNode } from "../trace_node.ts";

/** Marks modules, also across two loaded copies of the library. */
export const moduleBrand: unique symbol = Symbol.for("opto.module") as never; // a registered symbol has no literal type

/** A value found by the search, and its path. */
interface Place {
  readonly value: unknown;
  readonly path: string;
}

/**
 * The parameters reachable from `root`, nearest first, each once under its shortest path.
 *
 * Searches fields of modules and plain records, arrays, maps (keys too), sets, and the uses of trainable and
 * sandboxed functions. Does not search private fields, getters, closures or other objects. Paths are unique: an
 * ambiguous key is quoted.
 *
 * @param root a module, a traced function, a parameter, or a record with a `forward`
 */
export function findParameters(root: unknown): Map<string, ParameterNode> {
  const found = new Map<string, ParameterNode>();
  const parameters = new Set<ParameterNode>();
  for (const { value, path } of places(root)) {
    const parameter = parameterOf(value);
    if (parameter === undefined || parameters.has(parameter)) continue;
    parameters.add(parameter);
    found.set(path, parameter);
  }
  return found;
}

/** The trainable and sandboxed functions reachable from `root`, in the same order. */
export function findCode(root: unknown): CodeFunction[] {
  const found = [...places(root)].flatMap(({ value }) => codeFunctionOf(value) ?? []);
  return [...new Set(found)];
}

/** Every value that the search reaches, once, nearest first. */
function* places(root: unknown): Generator<Place> {
  const seen = new Set<unknown>();
  let level: Place[] = [{ value: root, path: "" }];
  while (level.length > 0) {
    const next: Place[] = [];
    for (const { value, path } of level) {
      if (seen.has(value)) continue;
      seen.add(value);
      const own = path === "" ? parameterOf(value)?.name ?? path : path;
      yield { value, path: own };
      next.push(...membersOf(value, own));
    }
    level = next;
  }
}

/** The parameter of a value: the value itself, or its code parameter. */
function parameterOf(value: unknown): ParameterNode | undefined {
  if (isTraceNode(value)) {
    return value.kind === "parameter" ? value as ParameterNode : undefined; // nodes of this kind are parameters
  }
  return codeFunctionOf(value)?.parameter;
}

function membersOf(value: unknown, path: string): Place[] {
  const code = codeFunctionOf(value);
  if (code !== undefined) return fields(code.used, path);
  if (typeof value !== "object" || value === null || isTraceNode(value)) return [];
  if (Array.isArray(value)) return value.map((item, i) => place(path, i, item));
  if (value instanceof Set) return [...value].map((item, i) => place(path, i, item));
  if (value instanceof Map) {
    return [...value].flatMap(([key, item], i) => [
      { value: item, path: `${prefix(path)}${isName(key) ? stepOf(key) : `<${i}>`}` },
      { value: key, path: `${prefix(path)}<key>.${i}` },
    ]);
  }
  return isSearched(value) ? fields(value, path) : [];
}

function fields(value: object, path: string): Place[] {
  return Object.entries(Object.getOwnPropertyDescriptors(value))
    .filter(([, property]) => "value" in property)
    .map(([key, property]) => place(path, key, property.value));
}

function isSearched(value: object): boolean {
  try {
    if (moduleBrand in value || "forward" in value) return true;
    const prototype = Object.getPrototypeOf(value);
    return prototype === null || prototype === Object.prototype;
  } catch {
    return false; // a hostile proxy holds no parameters
  }
}

function place(path: string, key: string | number, value: unknown): Place {
  return { value, path: prefix(path) + stepOf(key) };
}

function prefix(path: string): string {
  return path === "" ? "" : `${path}.`;
}

function isName(key: unknown): key is string | number {
  return typeof key === "string" || typeof key === "number";
}

/** A key as one step of a path, quoted unless it is an identifier or a number. */
function stepOf(key: string | number): string {
  return typeof key === "number" || /^[A-Za-z_$][\w$]*$/.test(key)
    ? String(key)
    : JSON.stringify(key);
}
