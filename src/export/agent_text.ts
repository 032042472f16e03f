/**
 * Writes an agent, or a value in it, as an expression.
 *
 * @module
 */
import { moduleBrand } from "../trace/agent/find_parameters.ts";
import { isTraceNode } from "../trace/trace_node.ts";
import { liftedText } from "./callable_text.ts";
import { classText } from "./class_text.ts";
import type { Draft } from "./draft.ts";
import { valueExpression } from "./value_expression.ts";

/** Plain data, nodes, functions and instances of modules. */
export function agentText(draft: Draft, value: unknown, path: string): Promise<string> {
  const other = (item: unknown, at: string) => otherText(draft, item, at);
  return valueExpression(value, { path, other, reasons: draft.reasons });
}

async function otherText(draft: Draft, value: unknown, path: string): Promise<string | undefined> {
  if (isTraceNode(value)) return `new Value(${await agentText(draft, value.peek(), path)})`;
  if (typeof value === "function") return await liftedText(draft, value, path);
  return isInstance(value) ? await instanceText(draft, value, path) : undefined;
}

/** A module, or an instance of a class with a `forward`. */
function isInstance(value: unknown): value is object {
  return typeof value === "object" && value !== null &&
    (moduleBrand in value || "forward" in value) &&
    Object.getPrototypeOf(value) !== Object.prototype;
}

/** An instance without its constructor: the methods of its class, and its current fields. */
async function instanceText(draft: Draft, value: object, path: string): Promise<string> {
  const fields = await agentText(draft, { ...value }, path);
  const name = await classText(draft, Object.getPrototypeOf(value));
  return `Object.assign(Object.create(${name}.prototype), ${fields})`;
}
