/**
 * Writes an agent's class from its methods.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { moduleBrand } from "../trace/agent/find_parameters.ts";
import { type FunctionText, readFunction } from "../trace/function/function_text.ts";
import { someNode } from "../trace/function/some_node.ts";
import type { Draft } from "./draft.ts";
import { declareOutsideNames } from "./outside_names.ts";

/** Declares the class of a prototype, with inherited methods, and returns its name. */
export async function classText(draft: Draft, prototype: object): Promise<string> {
  const known = draft.nameOf(prototype);
  if (known !== undefined) return known;
  const name = draft.claim(prototype, prototype.constructor.name || "Agent");
  const texts: string[] = [];
  for (const method of methodsOf(prototype)) {
    const found = readFunction(method);
    const reasons = found ? reasonsAgainst(found) : ["has no source text"];
    for (const reason of reasons) draft.reasons.add(`a method of ${name} ${reason}`);
    const written = found && await declareOutsideNames(draft, found, name);
    texts.push(`  ${written ?? Function.prototype.toString.call(method)}`);
  }
  draft.declarations.push(`class ${name} {\n${texts.join("\n")}\n}`);
  return name;
}

function reasonsAgainst({ kind, node }: FunctionText): readonly string[] {
  if (kind !== "method") return ["is not written in its class"];
  const uses = (type: AnyNode["type"]) => someNode(node, (inner) => inner.type === type);
  return [
    ...uses("Super") ? ["uses `super`"] : [],
    ...uses("PrivateIdentifier") ? ["uses private fields"] : [],
  ];
}

/** Methods, getters and setters of an instance, the most derived of each name. */
function methodsOf(prototype: object): readonly CallableFunction[] {
  const methods = new Map<PropertyKey, readonly CallableFunction[]>();
  for (const level of levelsOf(prototype)) {
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (key === "constructor" || methods.has(key)) continue;
      const { get, set, value } = property;
      methods.set(key, [get, set, value].filter((fn) => typeof fn === "function"));
    }
  }
  return [...methods.values()].flat();
}

/** The prototype and its ancestors, without the library's own. */
function levelsOf(prototype: object): readonly object[] {
  const levels: object[] = [];
  let level: object | null = prototype;
  while (level !== null && level !== Object.prototype && !Object.hasOwn(level, moduleBrand)) {
    levels.push(level);
    level = Object.getPrototypeOf(level);
  }
  return levels;
}
