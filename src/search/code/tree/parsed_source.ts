/**
 * Parses TypeScript for the search: parentheses are taken out of the tree.
 *
 * @module
 */
import type { AnyNode, Program } from "acorn";
import { parseTypeScript } from "../../../code/parse_typescript.ts";

/** A range of a source, in offsets. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A parsed source. Parentheses are no nodes of the tree. */
export interface ParsedSource {
  readonly program: Program;
  /** The ranges of expressions that stand in parentheses, the outermost parentheses included. */
  readonly parentheses: ReadonlyMap<AnyNode, TextRange>;
}

/**
 * Parses a module of TypeScript; each node carries the text it was read from as `sourceFile`.
 *
 * @throws {SyntaxError} when the text does not parse, or is nested too deeply for this parser
 */
export function parseSource(source: string): ParsedSource {
  try {
    const program = parseTypeScript(source, { preserveParens: true });
    const parentheses = new Map<AnyNode, TextRange>();
    removeParentheses(program, parentheses);
    return { program, parentheses };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SyntaxError("Cannot parse code as TypeScript: received text nested too deeply", {
      cause: error,
    });
  }
}

/** Puts expressions in the place of the parentheses around them. */
function removeParentheses(node: object, parentheses: Map<AnyNode, TextRange>): void {
  const parts = node as Record<string, unknown>; // as: read by name
  for (const key in parts) {
    const part = parts[key];
    if (typeof part !== "object" || part === null || key === "loc" || key === "range") continue;
    const bare = withoutParentheses(part, parentheses);
    if (bare !== part) parts[key] = bare;
    removeParentheses(bare, parentheses);
  }
}

function withoutParentheses(part: object, parentheses: Map<AnyNode, TextRange>): object {
  let node = part;
  while (isParenthesized(node)) node = node.expression;
  // as: what stands in parentheses is a node.
  if (node !== part) parentheses.set(node as AnyNode, part as TextRange);
  return node;
}

function isParenthesized(node: object): node is { readonly expression: object } {
  return "type" in node && node.type === "ParenthesizedExpression";
}
