/**
 * Prints syntax trees; the one owner of astring. Nodes that were read are printed as they were written.
 *
 * @module
 */
import type { AnyNode } from "acorn";
// @ts-types="./astring.d.ts"
import { generate, GENERATOR, type Printer, type Printers } from "astring";

/** How a parser marks the nodes it reads. */
interface ReadNode {
  readonly sourceFile: string;
  readonly start: number;
  readonly end: number;
}

/** The text of a node: its own for a node that was read; built nodes are printed around it. */
export function print(node: AnyNode): string {
  return printWith(written, node);
}

/** The text that `child` needs in the place of `replaced` below `parent`: with parentheses where they are necessary. */
export function printBelow(parent: AnyNode, replaced: AnyNode, child: AnyNode): string {
  const text = print(child);
  if (isDelimited(parent, replaced)) return text;
  if (parent.type.startsWith("TS")) return isAtomic(child) ? text : `(${text})`;
  if (parent.type === "ArrowFunctionExpression" || parent.type === "ExpressionStatement") {
    return /^(?:\{|function\b|class\b|async\b|let\b)/.test(text) ? `(${text})` : text;
  }
  // Parent and child are printed with a mark in the child's place, and nothing in those of other parts.
  const mark = "\u0000";
  const skeleton = Object.fromEntries(
    Object.entries(parent).filter(([key]) => key !== "sourceFile")
      .map(([key, value]) => [key, value === replaced ? child : value]),
  );
  const generator = generatorOf((node) => node === child ? mark : writtenText(node) && "");
  // as: a copy of a node with one part replaced.
  const printed = printWith(generator, skeleton as unknown as AnyNode);
  if (printed.includes(`(${mark})`)) return `(${text})`;
  return parent.type === "UnaryExpression" && printed.endsWith(` ${mark}`) ? ` ${text}` : text;
}

/** Whether brackets, commas or keywords end the place on each side, so that any expression may stand there. */
function isDelimited(parent: AnyNode, child: AnyNode): boolean {
  switch (parent.type) {
    case "VariableDeclarator":
    case "AssignmentExpression":
    case "AssignmentPattern":
    case "Property":
    case "IfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "ForStatement":
    case "ForOfStatement":
    case "SwitchStatement":
    case "SwitchCase":
    case "ReturnStatement":
    case "ThrowStatement":
    case "ArrayExpression":
    case "SpreadElement":
    case "TemplateLiteral":
      return true;
    case "CallExpression":
    case "NewExpression":
      return child !== parent.callee;
    case "MemberExpression":
      return parent.computed && child === parent.property;
    default:
      return false;
  }
}

function isAtomic(node: AnyNode): boolean {
  return /^(?:Identifier|Literal|CallExpression|MemberExpression)$/.test(node.type);
}

/** The text of a node that was read; `undefined` for a built one. */
export function writtenText(node: object): string | undefined {
  const { sourceFile, start, end } = node as Partial<ReadNode>; // as: built nodes lack the text
  return sourceFile?.slice(start, end);
}

/** Printers that ask `textOf` for a node's text before they print the node by its parts. */
interface TextPrinters {
  readonly textOf: (node: AnyNode) => string | undefined;
}

function generatorOf(textOf: TextPrinters["textOf"]): Printers {
  // as: `textOf` is no printer, and no node has that type.
  return Object.assign(Object.create(textPrinters), { textOf }) as Printers;
}

function textIn(printers: object, node: AnyNode): string | undefined {
  return (printers as TextPrinters).textOf(node); // as: `generatorOf` made them
}

/** The printers that all generators share, because there are many. */
const textPrinters: Readonly<Printers> = makeTextPrinters();

function makeTextPrinters(): Printers {
  const printers: Printers = {};
  const add = (type: string, printParts: Printer): void => {
    printers[type] = function (node, state) {
      const text = textIn(this, node);
      if (text === undefined) printParts.call(this, node, state);
      else state.write(text);
    };
  };
  for (const [type, printParts] of Object.entries(GENERATOR)) add(type, printParts);
  for (const type of ["LogicalExpression", "BinaryExpression"]) {
    add(type, function (node, state) {
      GENERATOR[type]?.call(this, grouped(node), state);
    });
  }
  printers.ParenthesizedExpression = function (node, state) {
    if (node.type !== "ParenthesizedExpression") return;
    state.write("(");
    this[node.expression.type]?.(node.expression, state);
    state.write(")");
  };
  for (
    const type of [
      "TSAsExpression",
      "TSSatisfiesExpression",
      "TSTypeAssertion",
      "ChainExpression",
      "SequenceExpression",
    ]
  ) {
    printers[type] = function (node, state) {
      state.write(`(${textIn(this, node) ?? ""})`);
    };
  }
  printers.TSNonNullExpression = function (node, state) {
    state.write(textIn(this, node) ?? "");
  };
  return printers;
}

/** An operation whose operands stand in parentheses where readers easily mistake the order. */
function grouped(node: AnyNode): AnyNode {
  if (node.type !== "LogicalExpression" && node.type !== "BinaryExpression") return node;
  const group = (operand: AnyNode): AnyNode => {
    const isMixed = operand.type === node.type && "operator" in operand &&
      operand.operator !== node.operator &&
      (node.type === "LogicalExpression" ||
        [node.operator, operand.operator].every((operator) => "*/%".includes(operator)) &&
          [node.operator, operand.operator].includes("%"));
    // as: astring prints this type of node, too.
    return isMixed
      ? { type: "ParenthesizedExpression", expression: operand } as unknown as AnyNode
      : operand;
  };
  // as: acorn has different types for the operands of different operations.
  return { ...node, left: group(node.left), right: group(node.right) } as AnyNode;
}

const written = generatorOf(writtenText);

function printWith(generator: Printers, node: AnyNode): string {
  return generate(node, { generator });
}
