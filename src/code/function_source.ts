/**
 * Writes a function that stands somewhere in a module as an exported declaration of its own.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import type { FunctionNode } from "./function_shape.ts";
import type { ParsedModule } from "./parse.ts";
import { lineEnd, placeAt } from "./text_place.ts";
import { walk } from "./walk.ts";

/** A function in a module and what encloses it, outermost first. */
export interface PlacedFunction {
  readonly module: ParsedModule;
  readonly node: FunctionNode;
  readonly ancestors: readonly AnyNode[];
}

/** A function as a declaration. */
export interface FunctionSource {
  readonly name: string;
  /** `export function name…` or `export const name = …`, below the comments that lead it. */
  readonly text: string;
}

/**
 * The declaration that the author would have written outside of the call: types and comments stay, indentation goes.
 *
 * @param fallbackName for a function that neither has a name nor is given to something that has one
 */
export function functionSource(placed: PlacedFunction, fallbackName: string): FunctionSource {
  const { module: { source, js }, node, ancestors } = placed;
  const name = ownName(placed) ?? nameAround(ancestors) ?? fallbackName;
  const method = methodAround(placed);
  const rest = (from: number) => source.slice(from, node.end).trimStart();
  const text = node.type === "ArrowFunctionExpression"
    ? `export const ${name} = ${rest(arrowStart(placed))};`
    : method
    ? `export ${keywords(node)} ${name}${rest(method.key.end + Number(method.computed))}`
    : node.id
    ? `export ${rest(node.start)}`
    : `export ${keywords(node)} ${name}${rest(afterKeywords(js, node))}`;
  const comments = leadingComments(placed);
  return { name, text: outdent(comments, placed) + outdent(text, placed) };
}

function ownName({ node, ancestors }: PlacedFunction): string | undefined {
  if (node.type !== "ArrowFunctionExpression" && node.id) return node.id.name;
  const parent = ancestors.at(-1);
  return parent?.type === "Property" || parent?.type === "MethodDefinition"
    ? keyName(parent)
    : undefined;
}

/** What the value that holds the function is assigned to: `const name = call(function …)`. */
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
        return undefined;
    }
  }
}

function keyName({ key }: { readonly key: AnyNode }): string | undefined {
  return key.type === "Identifier" || key.type === "PrivateIdentifier" ? key.name : undefined;
}

/** The property or class member whose shorthand body this function is. */
function methodAround({ node, ancestors }: PlacedFunction) {
  const parent = ancestors.at(-1);
  if (parent?.type === "MethodDefinition" && parent.value === node) return parent;
  if (parent?.type === "Property" && parent.method && parent.value === node) return parent;
}

function keywords(node: FunctionNode): string {
  return `${node.async ? "async " : ""}function${node.generator ? "*" : ""}`;
}

function afterKeywords(js: string, node: FunctionNode): number {
  const found = /^(async\s+)?function(\s*\*)?/.exec(js.slice(node.start));
  return node.start + (found?.[0].length ?? 0);
}

/** JavaScript's arrow begins behind its type parameters. */
function arrowStart({ module: { source, js }, node }: PlacedFunction): number {
  const blankStart = js.slice(0, node.start).trimEnd().length;
  const typeStart = blankStart + source.slice(blankStart, node.start).search(/\S/);
  return source[typeStart] === "<" && typeStart < node.start ? typeStart : node.start;
}

/**
 * The comments right before the function, within the call; else those above the statement or class member that is
 * made of the call alone.
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

/** What may stand between a class member and its comment, and is no part of JavaScript. */
const modifiers = /\b(?:public|private|protected|readonly|override|declare|abstract|static)\b/g;

/** The comments that end right above or before an offset, without a blank line between; ends with a line break. */
export function commentsBefore({ source, comments }: ParsedModule, offset: number): string {
  let start = offset;
  let end = offset;
  for (const comment of comments.toReversed()) {
    if (comment.end > start) continue;
    const between = source.slice(comment.end, start).replace(modifiers, "");
    if (/\S/.test(between) || between.split(lineEnd).length > 2) break;
    // A comment behind code on the same line speaks of that code.
    const lineBefore = source.slice(0, comment.start).split(lineEnd).at(-1) ?? "";
    if (comment.start !== 0 && /[;,{}]\s*$/.test(lineBefore)) break;
    if (start === offset) end = comment.end;
    start = comment.start;
  }
  return start === offset ? "" : `${source.slice(start, end)}\n`;
}

/** Takes away the indentation of the line the function begins on, unless a text literal would change by that. */
function outdent(text: string, { module, node }: PlacedFunction): string {
  const { lineText } = placeAt(module.source, node.start);
  const indentation = /^\s*/.exec(lineText)?.[0] ?? "";
  if (indentation === "" || hasLongLiteral(node)) return text;
  return text.replaceAll(`\n${indentation}`, "\n");
}

function hasLongLiteral(node: FunctionNode): boolean {
  let found = false;
  walk(node, (inner) => {
    if (inner.type === "TemplateElement" && inner.value.raw.includes("\n")) found = true;
    return !found;
  });
  return found;
}
