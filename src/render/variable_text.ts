/**
 * Writes variables, the parameters of a program, with their values and constraints.
 *
 * @module
 */
import type { ParameterState } from "../problem/problem.ts";
import type { NodeData } from "../trace/data/graph_data.ts";
import { decodeValue } from "../trace/data/value_data.ts";
import { fenceFor } from "./fence.ts";
import { indented } from "./pieces.ts";
import { schemaText } from "./schema_text.ts";
import { exactText } from "./value_text.ts";

/** The state of a parameter, read from its node in a graph. */
export function variableOf({ name, value, code, description }: NodeData): ParameterState {
  return {
    name,
    kind: code === undefined ? "value" : "code",
    type: code === undefined ? value.type : "code",
    value: decodeValue(value),
    ...(description === undefined ? {} : { description }),
    ...(code === undefined ? {} : { signature: code.signature }),
  };
}

/** `let rate: number = 0.5;`, or the source of a function in a fence under its name. Values are never cut. */
export function variableText({ name, kind, type, value }: ParameterState): string {
  if (kind === "code") {
    const source = String(value).trimEnd();
    const fence = fenceFor(source);
    return `${name} (code):\n${fence}ts\n${source}\n${fence}`;
  }
  const typed = ["number", "string", "boolean", "bigint"].includes(type) ? `: ${type}` : "";
  return `let ${name}${typed} = ${exactText(value)};`;
}

/** `rate: Step size. Must be: number, at least 0.`; empty when the variable has neither description nor constraint. */
export function constraintText(
  { name, description = "", jsonSchema = {}, signature, kind }: ParameterState,
): string {
  const schema = schemaText(jsonSchema);
  const sentences = [
    description.trim(),
    ...(schema === "" ? [] : [`Must be: ${schema}`]),
    ...(kind === "code" && signature !== undefined ? [`Head to keep: \`${signature}\``] : []),
  ].filter((sentence) => sentence !== "");
  return sentences.length === 0
    ? ""
    : indented(`${name}: ${sentences.map((text) => text.replace(/(?<![.!?])$/, ".")).join(" ")}`);
}
