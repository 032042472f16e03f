/**
 * Writes functions: bundled, plain and candidate functions.
 *
 * @module
 */
import { codeFunctionOf } from "../trace/code/code_function.ts";
import { readFunction } from "../trace/function/function_text.ts";
import { codeText } from "./code_text.ts";
import type { Draft } from "./draft.ts";
import { declareOutsideNames } from "./outside_names.ts";

/** A function as the agent calls it: bundles and code functions take and return values with node operators. */
export async function liftedText(
  draft: Draft,
  value: CallableFunction,
  path: string,
): Promise<string> {
  const name = await callableText(draft, value, path);
  if (codeFunctionOf(value) !== undefined) return `later(${name})`;
  return "operator" in value ? `lift(${name})` : name;
}

/** Declares a function on bare values and returns its name. */
async function callableText(
  draft: Draft,
  value: CallableFunction,
  path: string,
): Promise<string> {
  const known = draft.nameOf(value);
  if (known !== undefined) return known;
  const code = codeFunctionOf(value);
  if (code !== undefined) return await codeText(draft, { value, code, path }, callableText);
  const fn = bundledFunction(value) ?? value;
  const found = readFunction(fn);
  if (found === undefined) {
    draft.reasons.add(`"${path}" is a function of the engine or a bound one`);
  }
  const user = path === "" ? "the agent" : `"${path}"`;
  const written = found && await declareOutsideNames(draft, found, user);
  const name = draft.claim(value, fn.name || "fn");
  const text = written ?? Function.prototype.toString.call(fn);
  const expression = found?.kind === "method" ? `({ ${text} })[${JSON.stringify(fn.name)}]` : text;
  draft.declarations.push(`const ${name} = ${expression};`);
  return name;
}

function bundledFunction(value: CallableFunction): CallableFunction | undefined {
  return "operator" in value && "fn" in value && typeof value.fn === "function"
    ? value.fn
    : undefined;
}
