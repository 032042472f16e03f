/**
 * The changes that are tried on each node of a syntax tree.
 *
 * @module
 */
import ts from "typescript";
import type { Edit } from "./mutant.ts";

/** Gives the edits of one node. */
type Mutator = (node: ts.Node) => Iterable<Omit<Edit, "mutator">>;

/** All edits of one node; its children are not looked at. */
export function* editsOf(node: ts.Node): Generator<Edit> {
  for (const [mutator, edits] of Object.entries(mutators)) {
    for (const edit of edits(node)) yield { mutator, ...edit };
  }
}

const Kind = ts.SyntaxKind;

const operatorSwaps = {
  boundary: new Map([
    [Kind.LessThanToken, "<="],
    [Kind.LessThanEqualsToken, "<"],
    [Kind.GreaterThanToken, ">="],
    [Kind.GreaterThanEqualsToken, ">"],
  ]),
  equality: new Map([
    [Kind.EqualsEqualsEqualsToken, "!=="],
    [Kind.ExclamationEqualsEqualsToken, "==="],
    [Kind.EqualsEqualsToken, "!="],
    [Kind.ExclamationEqualsToken, "=="],
  ]),
  logic: new Map([
    [Kind.AmpersandAmpersandToken, "||"],
    [Kind.BarBarToken, "&&"],
    [Kind.QuestionQuestionToken, "&&"],
  ]),
  arithmetic: new Map([
    [Kind.PlusToken, "-"],
    [Kind.MinusToken, "+"],
    [Kind.AsteriskToken, "/"],
    [Kind.SlashToken, "*"],
    [Kind.PercentToken, "*"],
    [Kind.AsteriskAsteriskToken, "*"],
  ]),
  assignment: new Map([
    [Kind.PlusEqualsToken, "-="],
    [Kind.MinusEqualsToken, "+="],
    [Kind.AsteriskEqualsToken, "/="],
    [Kind.SlashEqualsToken, "*="],
  ]),
} as const;

/** Calls that are dropped from a chain: `list.sort(f)` becomes `list`. */
const droppedCalls = new Set(
  ["sort", "toSorted", "reverse", "toReversed", "filter", "slice", "trim", "flat"],
);

const swappedNames = new Map([["some", "every"], ["every", "some"], ["min", "max"], [
  "max",
  "min",
]]);

const mutators: Readonly<Record<string, Mutator>> = {
  boundary: (node) => swapOperator(node, operatorSwaps.boundary),
  equality: (node) => swapOperator(node, operatorSwaps.equality),
  logic: (node) => swapOperator(node, operatorSwaps.logic),
  arithmetic: (node) => swapOperator(node, operatorSwaps.arithmetic),
  assignment: (node) => swapOperator(node, operatorSwaps.assignment),
  boolean: booleanLiteral,
  number: numericLiteral,
  string: stringLiteral,
  condition: negatedCondition,
  not: removedNegation,
  return: emptiedReturn,
  statement: removedStatement,
  call: changedCall,
};

function* swapOperator(
  node: ts.Node,
  swaps: ReadonlyMap<ts.SyntaxKind, string>,
): ReturnType<Mutator> {
  if (!ts.isBinaryExpression(node)) return;
  const { left, operatorToken, right } = node;
  const operator = swaps.get(operatorToken.kind);
  if (operator === undefined) return;
  if (operatorToken.kind === Kind.PlusToken && (isText(left) || isText(right))) return;
  const { kind } = operatorToken;
  if (kind >= Kind.FirstAssignment && kind <= Kind.LastAssignment) {
    yield replaced(operatorToken, operator);
    return;
  }
  // Parentheses: another operator may bind more or less tightly than the one it replaces.
  const changed = `${operand(left)} ${operator} ${operand(right)}`;
  yield replaced(node, standsAlone(node) ? changed : `(${changed})`);
}

/** Whether nothing beside an expression can bind to a part of it. */
function standsAlone({ parent }: ts.Node): boolean {
  return ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isReturnStatement(parent) ||
    ts.isForStatement(parent) || ts.isVariableDeclaration(parent) ||
    ts.isParenthesizedExpression(parent);
}

function operand(node: ts.Expression): string {
  return ts.isBinaryExpression(node) ? `(${node.getText()})` : node.getText();
}

/** Whether a sum with this operand joins texts. */
function isText(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isText(node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === Kind.PlusToken) {
    return isText(node.left) || isText(node.right);
  }
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

function* booleanLiteral(node: ts.Node): ReturnType<Mutator> {
  if (node.kind === Kind.TrueKeyword) yield replaced(node, "false");
  if (node.kind === Kind.FalseKeyword) yield replaced(node, "true");
}

function* numericLiteral(node: ts.Node): ReturnType<Mutator> {
  if (!ts.isNumericLiteral(node)) return;
  const value = Number(node.text);
  if (!Number.isSafeInteger(value + 1)) return;
  yield replaced(node, String(value + 1));
  yield replaced(node, value === 0 ? "(-1)" : String(value - 1));
}

/** Texts with blanks and letters are messages and stay. */
function* stringLiteral(node: ts.Node): ReturnType<Mutator> {
  if (!ts.isStringLiteral(node) && !ts.isNoSubstitutionTemplateLiteral(node)) return;
  if (/\s/.test(node.text) && /\p{L}/u.test(node.text)) return;
  const { parent } = node;
  const isName = ts.isPropertyAssignment(parent) && parent.name === node;
  const isTag = ts.isTaggedTemplateExpression(parent);
  // A flipped comparison says the same.
  const isCompared = ts.isBinaryExpression(parent) && operatorSwaps.equality.has(
    // The map's key type is narrower than all kinds of tokens.
    parent.operatorToken.kind as ts.SyntaxKind.EqualsEqualsToken,
  );
  if (isName || isTag || isCompared || ts.isExpressionStatement(parent)) return;
  yield replaced(node, node.text === "" ? `"?"` : `""`);
}

function* negatedCondition(node: ts.Node): ReturnType<Mutator> {
  if (ts.isWhileStatement(node) || (ts.isForStatement(node) && node.condition)) {
    const condition = ts.isWhileStatement(node) ? node.expression : node.condition;
    if (condition) yield replaced(condition, "false");
    return;
  }
  const condition = ts.isIfStatement(node)
    ? node.expression
    : ts.isConditionalExpression(node)
    ? node.condition
    : undefined;
  if (!condition || isNegation(condition) || isComparison(condition)) return;
  yield replaced(condition, `!(${condition.getText()})`);
}

/** Comparisons by equality are negated by the mutator of their operator. */
function isComparison(node: ts.Expression): boolean {
  return ts.isBinaryExpression(node) &&
    operatorSwaps.equality.has(node.operatorToken.kind as ts.SyntaxKind.EqualsEqualsToken); // see above
}

function isNegation(node: ts.Node): node is ts.PrefixUnaryExpression {
  return ts.isPrefixUnaryExpression(node) && node.operator === Kind.ExclamationToken;
}

function* removedNegation(node: ts.Node): ReturnType<Mutator> {
  if (isNegation(node) && !isNegation(node.parent)) yield replaced(node, node.operand.getText());
}

function* emptiedReturn(node: ts.Node): ReturnType<Mutator> {
  const value = ts.isReturnStatement(node)
    ? node.expression
    : ts.isArrowFunction(node) && !ts.isBlock(node.body)
    ? node.body
    : undefined;
  if (!value || isLiteral(value)) return;
  const isFilled = ts.isArrayLiteralExpression(value) && value.elements.length > 0;
  yield replaced(value, isFilled ? "[]" : "undefined");
}

/** Literals have mutators of their own, and `undefined` stays what it is. */
function isLiteral(node: ts.Expression): boolean {
  return ts.isNumericLiteral(node) || node.kind === Kind.TrueKeyword ||
    node.kind === Kind.FalseKeyword || node.getText() === "undefined" ||
    ts.isVoidExpression(node) ||
    (ts.isArrayLiteralExpression(node) && node.elements.length === 0);
}

function* removedStatement(node: ts.Node): ReturnType<Mutator> {
  const isRemovable = ts.isThrowStatement(node) || ts.isContinueStatement(node) ||
    (ts.isBreakStatement(node) && !ts.isCaseOrDefaultClause(node.parent)) ||
    (ts.isExpressionStatement(node) && hasEffect(node.expression));
  if (isRemovable) yield replaced(node, ";");
}

function hasEffect(node: ts.Expression): boolean {
  if (ts.isAwaitExpression(node)) return hasEffect(node.expression);
  if (ts.isCallExpression(node)) return node.expression.kind !== Kind.SuperKeyword;
  if (ts.isBinaryExpression(node)) return true;
  return ts.isDeleteExpression(node) || ts.isYieldExpression(node) ||
    ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node);
}

function* changedCall(node: ts.Node): ReturnType<Mutator> {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
  const { expression: object, name } = node.expression;
  if (droppedCalls.has(name.text)) yield replaced(node, object.getText());
  const other = swappedNames.get(name.text);
  if (other) yield replaced(name, other);
}

function replaced(node: ts.Node, replacement: string): Omit<Edit, "mutator"> {
  return { start: node.getStart(), end: node.getEnd(), replacement };
}
