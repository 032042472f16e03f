/**
 * Writes a trainable or sandboxed function with its current code.
 *
 * @module
 */
import { sharedCompiler } from "../code/shared_compiler.ts";
import type { CodeFunction } from "../trace/code/code_function.ts";
import { codeUse } from "../trace/code/code_use.ts";
import { isTraceNode } from "../trace/trace_node.ts";
import type { Draft } from "./draft.ts";
import { valueExpression } from "./value_expression.ts";

/** A code function and its callable form. */
export interface CodeValue {
  readonly value: CallableFunction;
  readonly code: CodeFunction;
  readonly path: string;
}

/** Declares a function and returns its name. */
export type WriteCallable = (
  draft: Draft,
  value: CallableFunction,
  path: string,
) => Promise<string>;

/** Declares a code function on bare values, with its uses bound, and returns its name. */
export async function codeText(
  draft: Draft,
  { value, code, path }: CodeValue,
  writeCallable: WriteCallable,
): Promise<string> {
  const uses: string[] = [];
  for (const [key, used] of Object.entries(code.used)) {
    const at = path === "" ? key : `${path}.${key}`;
    uses.push(`${JSON.stringify(key)}: ${await useText(draft, used, at, writeCallable)}`);
  }
  const name = draft.claim(value, code.name);
  const fn = await functionText(draft, code);
  draft.declarations.push(
    uses.length === 0
      ? `const ${name} = ${fn};`
      : `const ${name} = ((fn, uses) => (...args) => fn(uses, ...args))(${fn}, { ${
        uses.join(", ")
      } });`,
  );
  return name;
}

/** The source as an expression. Its imports move to the top of the module. */
async function functionText(
  draft: Draft,
  code: CodeFunction,
): Promise<string> {
  await code.ready(); // its types and comments are read from its module
  const { name, source, entry, libraries = {} } = code;
  const inlined = await sharedCompiler().inline(source);
  if (inlined.kind === "refused") {
    draft.reasons.add(`the code of "${name}" does not parse: ${inlined.diagnostics[0]?.message}`);
    return "undefined";
  }
  for (const { before, specifier, after } of inlined.imports) {
    draft.imports.add(`${before}${JSON.stringify(libraries[specifier] ?? specifier)}${after}`);
  }
  return `(() => {\n${inlined.text.trim()}\nreturn ${inlined.names[entry] ?? entry};\n})()`;
}

/** A use as candidate code receives it: bare values, and functions on them. */
async function useText(
  draft: Draft,
  used: unknown,
  path: string,
  writeCallable: WriteCallable,
): Promise<string> {
  const use = codeUse(used);
  if (use.kind === "data") {
    const other = async (item: unknown, at: string) =>
      isTraceNode(item) ? await draft.write(item.peek(), at) : undefined;
    return await valueExpression(use.value, { path, other, reasons: draft.reasons });
  }
  // A tool is a function, or a record with a `run` method.
  const callable = typeof used === "function" ? used : (used as { run: CallableFunction }).run;
  return await writeCallable(draft, callable, path);
}
