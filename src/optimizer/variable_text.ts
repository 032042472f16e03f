/**
 * Shows a variable with a value, as TypeScript.
 *
 * @module
 */
import type { ParameterState } from "../problem/problem.ts";
import { valueText } from "./value_text.ts";

/** `let rate: number = 0.5;`, or the source of a function in a fence under its name. Values are never cut. */
export function variableText({ name, kind, type, value }: ParameterState): string {
  if (kind === "code") return `${name} (code):\n\`\`\`ts\n${String(value).trimEnd()}\n\`\`\``;
  const typed = ["number", "string", "boolean", "bigint"].includes(type) ? `: ${type}` : "";
  return `let ${name}${typed} = ${valueText(value)};`;
}
