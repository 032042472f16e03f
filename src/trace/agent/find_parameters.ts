/**
 * Finds the parameters of an agent, each under the path that leads to it.
 *
 * @module
 */
import { codeFunctionOf } from "../code/code_function.ts";
import type { ParameterNode } from "../node_type.ts";
import { isTraceNode } from "../trace_node.ts";

/** Marks modules, also across two loaded copies of the library. */
export const moduleBrand: unique symbol = Symbol.for("opto.module") as never; // a registered symbol has no literal type

/** Something reached, and how. */
interface Place {
  readonly value: unknown;
  readonly path: string;
}

/**
 * The parameters that are reached from `root`, nearest first, each once under its shortest path.
 *
 * Searched are the fields of modules and of plain records, arrays, maps (keys too) and sets, and the uses of trainable and
 * sandboxed functions. Not searched are private fields, getters, closures and other objects. Two parameters never
 * share a path: a key that could be taken for something else is quoted.
 *
 * @param root a module, a function of the trace, a parameter, or a record with a `forward`
 */
export function findParameters(root: unknown): Map<string, ParameterNode> {
  const found = new Map<string, ParameterNode>();
  const parameters = new Set<ParameterNode>();
  const seen = new Set<unknown>();
  let level: Place[] = [{ value: root, path: "" }];
  while (level.length > 0) {
    const next: Place[] = [];
    for (const { value, path } of level) {
      if (seen.has(value)) continue;
      seen.add(value);
      const parameter = parameterOf(value);
      const own = path === "" && parameter !== undefined ? parameter.name : path;
      if (parameter !== undefined && !parameters.has(parameter)) {
        parameters.add(parameter);
        found.set(own, parameter);
      }
      next.push(...membersOf(value, own));
    }
    level = next;
  }
  return found;
}

/** The parameter that a value is or holds as its code. */
function parameterOf(value: unknown): ParameterNode | undefined {
  if (isTraceNode(value)) {
    return value.kind === "parameter" ? value as ParameterNode : undefined; // the kind says so
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

/** A key as a step of a path, quoted unless it is a plain word or really a number. */
function stepOf(key: string | number): string {
  return typeof key === "number" || /^[A-Za-z_$][\w$]*$/.test(key)
    ? String(key)
    : JSON.stringify(key);
}
