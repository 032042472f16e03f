/**
 * The text of a function as a declaration by name, from what the engine says of it.
 *
 * @module
 */

/** A declaration and the name it declares. */
export interface Declared {
  readonly source: string;
  readonly entry: string;
}

/**
 * Turns the text of any function, also an arrow or a method, into a declaration that is exported by name.
 *
 * @param fn not a native function
 * @param name used when the function has none of its own
 */
export function declared(fn: CallableFunction, name: string): Declared {
  const text = dedent(Function.prototype.toString.call(fn));
  const entry = identifier(fn.name) ?? identifier(name) ?? "main";
  const keyword = /^(async\s+)?function\b\s*(\*?)\s*([\w$]*)/.exec(text);
  if (keyword !== null) {
    const [head, isAsync = "", star] = keyword;
    return { source: `export ${isAsync}function${star} ${entry}${text.slice(head.length)}`, entry };
  }
  if (!isArrow(text)) {
    const isAsync = /^async\s+[^(]/.test(text) ? "async " : "";
    return { source: `export ${isAsync}function ${entry}${text.slice(text.indexOf("("))}`, entry };
  }
  return { source: `export const ${entry} = ${text};`, entry };
}

/** Whether a text that does not start with `function` is an arrow: its parameters stand before any name. */
function isArrow(text: string): boolean {
  return /^(?:async\s*)?\(/.test(text) || /^(?:async\s+)?[\w$]+\s*=>/.test(text);
}

function identifier(name: unknown): string | undefined {
  return typeof name === "string" && /^[A-Za-z_$][\w$]*$/.test(name) ? name : undefined;
}

/** Moves the body to the left by as much as its last line, the closing brace, is indented. */
function dedent(text: string): string {
  const indent = /\n([ \t]+)[^\n]*$/.exec(text)?.[1] ?? "";
  return text.replaceAll(`\n${indent}`, "\n");
}
