/**
 * Writes a function as an exported declaration.
 *
 * @module
 */
import { arrowEnd, type FunctionNode, type FunctionText, readFunction } from "./function_text.ts";
import { someNode } from "./some_node.ts";

/** A declaration and the name it declares. */
export interface Declaration {
  /** `export function name…` or `export const name = …`. */
  readonly source: string;
  /** The name. */
  readonly entry: string;
  /** The source before the body: name, parameters, and the result type if any. */
  readonly signature: string;
}

/**
 * The declaration of a host function, without types: at run time only JavaScript is left.
 *
 * @param fn not a native function @param name used when the function has no valid name
 * @throws {TypeError} when it is native, bound or a class
 */
export function declare(fn: CallableFunction, name: string): Declaration {
  const found = readFunction(fn);
  if (found === undefined || found.kind === "class") {
    throw new TypeError(
      `Cannot read "${
        fn.name || name
      }" as source: received a class, a bound or a built-in function`,
    );
  }
  const entry = declaredName(fn, name);
  const known = declarations.get(found);
  if (known?.entry === entry) return known;
  const text = declarationText(found, entry);
  const declaration = {
    source: hasLongLiteral(found.node) ? text : outdent(text),
    entry,
    signature: headText(found, entry).replace(/\s+/g, " "),
  };
  declarations.set(found, declaration);
  return declaration;
}

/** The last declaration of a text. */
const declarations = new WeakMap<FunctionText, Declaration>();

/** The declared name of a function. @param name used when the function has no valid name */
export function declaredName(fn: CallableFunction, name: string): string {
  return identifier(fn.name) ?? identifier(name) ?? "main";
}

/** A function within a piece of code. */
export type PlacedText = Pick<FunctionText, "code" | "node" | "name">;

/** The declaration of a function within a piece of code, under a name. Keeps its indentation. */
export function declarationText(found: PlacedText, name: string): string {
  const { code, node } = found;
  const end = node.type === "ArrowFunctionExpression" ? ";" : "";
  return `${prefix(found, name)}${code.slice(restStart(found), node.end).trimStart()}${end}`;
}

function headText(found: FunctionText, name: string): string {
  const { code, node } = found;
  const end = node.type === "ArrowFunctionExpression"
    ? arrowEnd(code, node) - "=>".length
    : node.body.start;
  return `${prefix(found, name)}${code.slice(restStart(found), end).trim()}`;
}

function prefix({ node }: PlacedText, name: string): string {
  return node.type === "ArrowFunctionExpression"
    ? `export const ${name} = `
    : `export ${keywords(node)} ${name}`;
}

function keywords(node: FunctionNode): string {
  return `${node.async ? "async " : ""}function${node.generator ? "*" : ""}`;
}

/** Offset of the parameters or their types; for an arrow function, of its first keyword. */
function restStart({ code, node, name }: PlacedText): number {
  if (node.type === "ArrowFunctionExpression") return node.start;
  if (name) return name.end;
  if (node.id) return node.id.end;
  const head = /^(?:async\s+)?function(?:\s*\*)?\s*/.exec(code.slice(node.start));
  return node.start + (head?.[0].length ?? 0);
}

function identifier(name: unknown): string | undefined {
  const isIdentifier = typeof name === "string" && /^[A-Za-z_$][\w$]*$/.test(name);
  return isIdentifier && !reserved.has(name) ? name : undefined;
}

/** Names that no function of a module can have; methods and default exports may be called so. */
const reserved: ReadonlySet<string> = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends false
  finally for function if implements import in instanceof interface let new null package private protected public
  return static super switch this throw true try typeof var void while with yield`.split(/\s+/),
);

/** Whether a string literal spans several lines; a change of indentation would change its value. */
export function hasLongLiteral(node: FunctionNode): boolean {
  return someNode(
    node,
    (inner) => inner.type === "TemplateElement" && inner.value.raw.includes("\n"),
  );
}

/** Moves the body left by the indentation of its last line, the closing brace. */
function outdent(text: string): string {
  const indentation = /\n([ \t]+)[^\n]*$/.exec(text)?.[1] ?? "";
  return text.replaceAll(`\n${indentation}`, "\n");
}
