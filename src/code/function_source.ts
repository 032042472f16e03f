/**
 * Writes a function of a module as an exported declaration.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { declarationText, hasLongLiteral } from "../trace/function/declaration.ts";
import type { FunctionNode } from "../trace/function/function_text.ts";
import type { ParsedModule } from "./parsed_module.ts";
import { lineEnd, placeAt } from "./text_place.ts";
import { isTypeScript } from "./typed_tree.ts";

/** A function in a module and its ancestor nodes, outermost first. */
export interface PlacedFunction {
  readonly module: ParsedModule;
  readonly node: FunctionNode;
  readonly ancestors: readonly AnyNode[];
}

/** A function as a declaration. */
export interface FunctionSource {
  readonly name: string;
  /** `export function name…` or `export const name = …`, after its leading comments. */
  readonly text: string;
  /** Number of lines of the comments. */
  readonly commentLines: number;
}

/**
 * The function as a declaration: types and comments stay, indentation is removed.
 *
 * @param fallbackName for a function without a name that is not assigned to a named variable
 */
export function functionSource(placed: PlacedFunction, fallbackName: string): FunctionSource {
  const { module: { source }, node, ancestors } = placed;
  const name = ownName(placed) ?? nameAround(ancestors) ?? fallbackName;
  const key = methodAround(placed);
  const text = declarationText({ code: source, node, ...(key && { name: key }) }, name);
  const comments = leadingComments(placed);
  return {
    name,
    text: outdent(comments, placed) + outdent(text, placed),
    commentLines: comments.split(lineEnd).length - 1,
  };
}

function ownName({ node, ancestors }: PlacedFunction): string | undefined {
  if (node.type !== "ArrowFunctionExpression" && node.id) return node.id.name;
  const parent = ancestors.at(-1);
  return parent?.type === "Property" || parent?.type === "MethodDefinition"
    ? keyName(parent)
    : undefined;
}

/** The name that the value around the function is assigned to: `const name = call(function …)`. */
function nameAround(ancestors: readonly AnyNode[]): string | undefined {
  for (const node of ancestors.toReversed()) {
    switch (node.type) {
      case "VariableDeclarator":
        return node.id.type === "Identifier" ? node.id.name : undefined;
      case "AssignmentExpression":
        return node.left.type === "Identifier"
          ? node.left.name
          : node.left.type === "MemberExpression" && node.left.property.type === "Identifier"
          ? node.left.property.name
          : undefined;
      case "PropertyDefinition":
      case "Property":
        return keyName(node);
      case "CallExpression":
      case "AwaitExpression":
      case "ObjectExpression":
        continue;
      default:
        if (!isTypeScript(node)) return undefined;
    }
  }
}

function keyName({ key }: { readonly key: AnyNode }): string | undefined {
  return key.type === "Identifier" || key.type === "PrivateIdentifier" ? key.name : undefined;
}

/** The name of the property or class member with this function as its shorthand body. */
function methodAround(
  { module: { source }, node, ancestors }: PlacedFunction,
): { readonly start: number; readonly end: number } | undefined {
  const parent = ancestors.at(-1);
  const isMethod = parent?.type === "MethodDefinition" ||
    (parent?.type === "Property" && parent.method);
  if (!isMethod || parent.value !== node) return undefined;
  const { key: { start, end }, computed } = parent;
  return { start, end: computed ? source.indexOf("]", end) + 1 : end };
}

/**
 * The comments right before the function, within the call; otherwise those above the statement or class member that
 * contains only the call.
 */
function leadingComments({ module, node, ancestors }: PlacedFunction): string {
  const inside = commentsBefore(module, node.start);
  if (inside) return inside;
  const holder = ancestors.findLast(({ type }) =>
    type.endsWith("Statement") || type.endsWith("Declaration") || type === "PropertyDefinition" ||
    type === "MethodDefinition"
  );
  if (!holder || holder.type === "BlockStatement") return "";
  const outer = ancestors[ancestors.indexOf(holder) - 1];
  const isExported = outer?.type === "ExportNamedDeclaration" ||
    outer?.type === "ExportDefaultDeclaration";
  return commentsBefore(module, isExported ? outer.start : holder.start);
}

/** Keywords between a class member and its comment. */
const modifiers = /\b(?:public|private|protected|readonly|override|declare|abstract|static)\b/g;

/** The comments that end right before an offset, without a blank line between; ends with a line break. */
export function commentsBefore({ source, comments }: ParsedModule, offset: number): string {
  let start = offset;
  let end = offset;
  for (const comment of comments.toReversed()) {
    if (comment.end > start) continue;
    const between = source.slice(comment.end, start).replace(modifiers, "");
    if (/\S/.test(between) || between.split(lineEnd).length > 2) break;
    // A comment after code on the same line belongs to that code.
    const lineBefore = source.slice(0, comment.start).split(lineEnd).at(-1) ?? "";
    if (comment.start !== 0 && /[;,{}]\s*$/.test(lineBefore)) break;
    if (start === offset) end = comment.end;
    start = comment.start;
  }
  return start === offset ? "" : `${source.slice(start, end)}\n`;
}

/** Removes the indentation of the function's first line, unless that would change a string literal. */
function outdent(text: string, { module, node }: PlacedFunction): string {
  const { lineText } = placeAt(module.source, node.start);
  const indentation = /^\s*/.exec(lineText)?.[0] ?? "";
  if (indentation === "" || hasLongLiteral(node)) return text;
  return text.replaceAll(`\n${indentation}`, "\n");
}
