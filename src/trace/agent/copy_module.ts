/**
 * Copies agents: modules with their containers and functions; parameters are shared or copied.
 *
 * @module
 */
import { codeCallable } from "../code/code_callable.ts";
import { codeFunctionOf } from "../code/code_function.ts";
import { privateNames } from "../function/private_names.ts";
import { copyValue } from "../copy_value.ts";
import { moduleBrand } from "./find_parameters.ts";
import { isTraceNode } from "../trace_node.ts";

/** Options of `copyAgent`. */
export interface CopyOptions {
  /**
   * `shared`: original and copy use the same parameters. `copied`: the copy has its own parameters and trainable
   * functions.
   */
  readonly parameters: "shared" | "copied";
}

/**
 * Copies an agent: modules, containers, parameters and traced functions. Plain data is copied, other objects are
 * shared. A value in several places is copied once.
 */
export function copyAgent<T>(value: T, options: CopyOptions): T {
  const copies = new Map<unknown, unknown>();
  return copy(value) as T; // a copy is of the same class

  function copy(original: unknown): unknown {
    if ((typeof original !== "object" && typeof original !== "function") || original === null) {
      return original;
    }
    if (!copies.has(original)) make(original);
    return copies.get(original);
  }

  function make(original: object): void {
    if (typeof original === "function" || isTraceNode(original)) {
      copies.set(original, options.parameters === "shared" ? original : ownCopy(original));
    } else if (moduleBrand in original || isPlain(original)) {
      refusePrivate(original);
      const twin = Object.create(Object.getPrototypeOf(original));
      copies.set(original, twin);
      for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(original))) {
        Object.defineProperty(
          twin,
          key,
          "value" in property ? { ...property, value: copy(property.value) } : property,
        );
      }
    } else if (Array.isArray(original)) {
      const twin: unknown[] = [];
      copies.set(original, twin);
      for (const item of original) twin.push(copy(item));
    } else if (original instanceof Map) {
      const twin = new Map<unknown, unknown>();
      copies.set(original, twin);
      for (const [key, item] of original) twin.set(copy(key), copy(item));
    } else if (original instanceof Set) {
      const twin = new Set<unknown>();
      copies.set(original, twin);
      for (const item of original) twin.add(copy(item));
    } else copies.set(original, copyValue(original));
  }

  function ownCopy(original: object): unknown {
    const code = codeFunctionOf(original);
    if (code !== undefined) return codeCallable(code.copy(copy));
    return isTraceNode(original) && original.kind === "parameter" ? original.detach() : original;
  }
}

/** Throws for an instance of a class with private members: a copy would lack them, and fail when it is used. */
function refusePrivate(original: object): void {
  for (let at = Object.getPrototypeOf(original); at !== null; at = Object.getPrototypeOf(at)) {
    const own: unknown = Object.getOwnPropertyDescriptor(at, "constructor")?.value;
    const [name] = typeof own === "function" ? privateNames(own) : [];
    if (name === undefined) continue;
    throw new TypeError(
      `Cannot copy a "${
        (own as CallableFunction).name
      }" as a module: received a class with the private ${name}; ` +
        "use `private` of TypeScript instead",
    );
  }
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
