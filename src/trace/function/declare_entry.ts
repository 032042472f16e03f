/**
 * Gives code the form in which everything else reads it: a module that exports its function by name.
 *
 * @module
 */

/** `function`, `async function`, with a star or not; the spaces before a name or a bracket are left out. */
const keywords = String.raw`(?:async[ \t]+)?function[ \t]*\*?`;
/** The beginning of an arrow function, as far as it tells one from other expressions. */
const arrowHead = String.raw`(?:async\b[ \t]*)?(?:\(|[A-Za-z_$][\w$]*[ \t]*=>)`;
/** The head of a function without a name, and the beginning of its parameters. */
const unnamed = String.raw`(${keywords})[ \t]*(?=\(|<)`;

/**
 * The source with its function exported under the name `entry`. Authors and models write one function in many ways; what
 * this knows beyond `function entry` and `export const entry`: a constant without `export`, a default export, with
 * and without a name, and as a bare function or arrow function. Any other source is returned unchanged: another name is the
 * compiler's affair (`adoptSource`).
 *
 * Reads the text only, by its lines, and no candidate's syntax: what it gives is checked like any other source.
 *
 * @param source TypeScript @param entry an identifier
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { declareEntry } from "./declare_entry.ts";
 *
 * assertEquals(declareEntry("const f = (n: number) => 2 * n;", "f"), "export const f = (n: number) => 2 * n;");
 * assertEquals(declareEntry("export default function (n: number) {}", "f"), "export function f(n: number) {}");
 * assertEquals(declareEntry("(n: number) => 2 * n", "f"), "export const f = (n: number) => 2 * n;");
 * ```
 */
export function declareEntry(source: string, entry: string): string {
  const name = String.raw`${entry.replaceAll("$", "\\$")}(?![\w$])`;
  const declared = String.raw`(?:${keywords}[ \t]+|(?:const|let|var)[ \t]+)${name}`;
  if (at(source, String.raw`export[ \t]+${declared}`)) return source;
  // A function that is not exported is found as well.
  if (at(source, String.raw`${keywords}[ \t]+${name}`)) return source;
  if (at(source, String.raw`export[ \t]*\{[^}]*\b${name}[ \t]*[,}]`)) return source;
  const own = at(source, String.raw`(?:export[ \t]+default[ \t]+)?(?=${declared})`);
  if (own !== undefined) return replaced(source, own, "export ");
  const byDefault = String.raw`export[ \t]+default[ \t]+`;
  const unnamedDefault = at(source, byDefault + unnamed);
  if (unnamedDefault !== undefined) {
    return replaced(source, unnamedDefault, `export ${unnamedDefault[1]?.trim()} ${entry}`);
  }
  const arrowDefault = at(source, `${byDefault}(?=${arrowHead})`);
  if (arrowDefault !== undefined) return replaced(source, arrowDefault, `export const ${entry} = `);
  return bare(source, entry);
}

/** A source that is one function without a name, after comments. */
function bare(source: string, entry: string): string {
  const comments = String.raw`(?:\s|\/\/[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*`;
  const head = new RegExp(String.raw`^${comments}`).exec(source)?.[0] ?? "";
  const rest = source.slice(head.length).trimEnd();
  const fn = new RegExp(`^${unnamed}`).exec(rest);
  if (fn !== null) return `${head}export ${fn[1]?.trim()} ${entry}${rest.slice(fn[0].length)}\n`;
  if (!new RegExp(`^${arrowHead}`).test(rest) || !rest.includes("=>")) return source;
  return `${head}export const ${entry} = ${rest.replace(/;$/, "")};`;
}

/** The first match of a pattern at the start of a line. */
function at(source: string, pattern: string): RegExpExecArray | undefined {
  return new RegExp(`^${pattern}`, "m").exec(source) ?? undefined;
}

function replaced(source: string, match: RegExpExecArray, text: string): string {
  return source.slice(0, match.index) + text + source.slice(match.index + match[0].length);
}
