/**
 * Text templates whose placeholders are inputs.
 *
 * @module
 */
import type { AwaitedFirst, Node } from "../node_type.ts";
import { step } from "../step.ts";
import { inText } from "./string.ts";
import { TraceNode } from "../trace_node.ts";
import { asNode } from "../wrap.ts";

/** The operator of `text`. */
export const textOperator = {
  name: "text",
  documentation: "Fills the placeholders ${0}, ${1}, … of the template.",
};

/**
 * A template literal as a traced step; its inputs are the template and the values. Records, maps and sets are
 * written as JSON.
 *
 * @param strings the text between the placeholders
 * @param values values and nodes
 * @throws {TypeError} for a promise: await it
 * @throws {ExecutionError} for another value without text: a function, an instance without `toString`
 *
 * @example
 * ```ts
 * import { node, text } from "@opto/opto";
 * const name = node("Ada", { name: "name" });
 * console.log(text`Hello ${name}!`.data); // Hello Ada!
 * ```
 */
export function text<V extends readonly unknown[]>(
  strings: TemplateStringsArray,
  ...values: V & AwaitedFirst<V>
): Node<string> {
  const template = strings.reduce((left, piece, i) => `${left}\${${i - 1}}${piece}`);
  const inputs = [
    new TraceNode("value", template, undefined, { name: "template" }),
    ...values.map((value, index) => asNode(value, undefined, { callee: "text", index })),
  ];
  const inputNames = inputs.map((_, i) => i === 0 ? "template" : String(i - 1));
  const filled = step(
    { operator: textOperator, inputs, inputNames },
    () => strings.reduce((left, piece, i) => left + inText(inputs[i]?.data) + piece),
  );
  return filled as Node<string>; // every node has the operators of its value
}
