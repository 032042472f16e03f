/**
 * Parses a host function from its own text.
 *
 * @module
 */
import type {
  AnonymousFunctionDeclaration,
  ArrowFunctionExpression,
  Comment,
  Expression,
  FunctionDeclaration,
  FunctionExpression,
  Program,
} from "acorn";
import { parseExcerpt } from "./parse_javascript.ts";

/** The syntax of a function. */
export type FunctionNode =
  | FunctionDeclaration
  | AnonymousFunctionDeclaration
  | FunctionExpression
  | ArrowFunctionExpression;

/** A function as text and tree. */
export interface FunctionText {
  /** Contains the function; offsets of the tree refer to it. */
  readonly code: string;
  /** `method` also for accessors; for `class` the node is the constructor. */
  readonly kind: "expression" | "method" | "class";
  readonly node: FunctionNode;
  /** All of `code`. */
  readonly program: Program;
  /** For methods. */
  readonly name?: { readonly start: number; readonly end: number };
  /** In text order. */
  readonly comments: readonly Comment[];
}

/**
 * Reads a function of any form; a class is read by its constructor. The engine's text has no types.
 *
 * @returns undefined for a native or bound function, and for a class without a constructor
 */
export function readFunction(fn: CallableFunction): FunctionText | undefined {
  const text = Function.prototype.toString.call(fn);
  if (readTexts.has(text)) return readTexts.get(text);
  if (readTexts.size >= maxReadTexts) readTexts.clear();
  const found = readExpression(text) ?? readMember(text);
  readTexts.set(text, found);
  return found;
}

/** By text: each agent of a task declares the same functions again. */
const readTexts = new Map<string, FunctionText | undefined>();

const maxReadTexts = 256;

function readExpression(text: string): FunctionText | undefined {
  const code = `(${text}\n)`;
  const parsed = parseExpression(code);
  if (parsed === undefined) return undefined;
  const { node, ...rest } = parsed;
  if (node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression") {
    return { ...rest, code, kind: "expression", node };
  }
  if (node.type !== "ClassExpression") return undefined;
  const member = node.body.body.find((one) =>
    one.type === "MethodDefinition" && one.kind === "constructor"
  );
  return member?.type === "MethodDefinition"
    ? { ...rest, code, kind: "class", node: member.value }
    : undefined;
}

/** The text of a method, a getter or a setter is not an expression by itself. */
function readMember(text: string): FunctionText | undefined {
  const code = `(class {${text}\n})`;
  const parsed = parseExpression(code);
  const member = parsed?.node.type === "ClassExpression" ? parsed.node.body.body[0] : undefined;
  if (parsed === undefined || member?.type !== "MethodDefinition") return undefined;
  const { program, comments } = parsed;
  const name = nameRange(code, member);
  return { code, kind: "method", program, node: member.value, name, comments };
}

/** A computed name is in brackets. */
function nameRange(
  code: string,
  { key, computed, value }: { key: Node; computed: boolean; value: Node },
): { start: number; end: number } {
  const end = computed ? code.lastIndexOf("]", value.start) + 1 : key.end;
  return { start: key.start, end };
}

type Node = { readonly start: number; readonly end: number };

interface Parsed {
  readonly program: Program;
  readonly node: Expression;
  readonly comments: readonly Comment[];
}

function parseExpression(code: string): Parsed | undefined {
  const comments: Comment[] = [];
  try {
    const program = parseExcerpt(code, comments);
    const [statement] = program.body;
    return statement?.type === "ExpressionStatement"
      ? { program, node: statement.expression, comments }
      : undefined;
  } catch (error) {
    // Acorn also throws when the stack is nearly full; the function is then treated as native.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The offset after the `=>` of an arrow function. */
export function arrowEnd(code: string, node: ArrowFunctionExpression): number {
  const pattern = /(?:\/\*[^]*?\*\/|\/\/[^\n]*|(?!\/[*/])[^])*?=>/y;
  pattern.lastIndex = node.params.at(-1)?.end ?? node.start;
  return pattern.test(code) ? pattern.lastIndex : node.body.start;
}
