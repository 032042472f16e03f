/**
 * Reads lines that give a variable a value: `rate: 0.5`, `- **rate** = 0.5`, `let rate: number = 0.5;`, and blocks of
 * YAML.
 *
 * @module
 */
import { equalValues } from "../../trace/equal_values.ts";
import { convertData } from "../convert_value.ts";
import { type AnswerVariable, variableOf } from "./variable_name.ts";

/** Maximum number of lines, and maximum characters of one. */
const maxLines = 2_000;
const maxLine = 2_000;

const line =
  /^[ \t]{0,20}(?:[-*+>#|]+[ \t]*|\d{1,3}[.)][ \t]+)?(?:let |const |var )?([`"'*_]{0,4}[\p{L}_$][\w$.: ]{0,80}?[`"'*_]{0,4})[ \t]*(?:\([^()\n]{0,80}\))?[ \t]*(?::=|[:=]|->|→)[`"'*_]{0,4}[ \t]+(.*)$/u;

/** The values of lines; a fault when two of one variable differ. */
export function readNamedLines(
  prose: string,
  variables: readonly AnswerVariable[],
):
  | { readonly kind: "values"; readonly values: Readonly<Record<string, unknown>> }
  | { readonly kind: "fault"; readonly reason: string } {
  const found = new Map<AnswerVariable, unknown>();
  if (variables.length === 0) return { kind: "values", values: {} };
  const lines = prose.split(/\r?\n/).slice(0, maxLines);
  for (const [index, text] of lines.entries()) {
    const match = text.length > maxLine ? null : line.exec(text);
    const variable = match === null ? undefined : variableOf(match[1] ?? "", variables);
    if (match === null || variable === undefined) continue;
    const value = /^[|>][+-]?$/.test(match[2]?.trim() ?? "")
      ? blockBelow(lines, index)
      : valueOf(variable, match[2] ?? "");
    if (value === undefined || equalValues(value, variable.value)) continue;
    if (found.has(variable) && !equalValues(found.get(variable), value)) {
      return { kind: "fault", reason: `it holds several values of ${variable.name} that differ` };
    }
    found.set(variable, value);
  }
  return {
    kind: "values",
    values: Object.fromEntries([...found].map(([{ name }, value]) => [name, value])),
  };
}

/** The value that a line gives; undefined unless it is one value of the variable's kind and nothing else. */
function valueOf({ kind, type }: AnswerVariable, given: string): unknown {
  if (kind === "code") return undefined;
  const last = given.replace(/^\w{1,20}(?:\[\])?\s*=\s+/, "").split(/\s*(?:->|→)\s*/).at(-1) ?? "";
  const text = last.replace(/[;,]?\s*$/, "").replace(/^(?:\*\*|__)/, "").replace(/(?:\*\*|__)$/, "")
    .trim();
  const quoted = /^(["'`])(.*)\1$/s.exec(text)?.[2];
  if (type === "string") return quoted;
  const converted = convertData(type, quoted ?? text);
  return converted.kind === "value" && type !== "null" ? converted.value : undefined;
}

/** The indented lines below a line, as a block of YAML. */
function blockBelow(lines: readonly string[], index: number): string | undefined {
  const indentOf = (text: string) => /^ {0,40}/.exec(text)?.[0].length ?? 0;
  const own = indentOf(lines[index] ?? "");
  const rest = lines.slice(index + 1);
  const end = rest.findIndex((text) => text.trim() !== "" && indentOf(text) <= own);
  const block = end < 0 ? rest : rest.slice(0, end);
  const indent = Math.min(...block.filter((text) => text.trim() !== "").map(indentOf));
  const text = block.map((each) => each.slice(indent)).join("\n").trimEnd();
  return text === "" || !Number.isFinite(indent) ? undefined : text;
}
