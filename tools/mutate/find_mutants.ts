/**
 * Finds the mutants of a module: every edit of its code, but none of types, comments and messages.
 *
 * @module
 */
import ts from "typescript";
import { parseTypeScript } from "../imports.ts";
import { applyEdit, type Edit, type Mutant, shortHash } from "./mutant.ts";
import { editsOf } from "./mutators.ts";

/** Properties whose values people read. */
const messageNames = new Set([
  "message",
  "advice",
  "description",
  "detail",
  "reason",
  "summary",
  "title",
  "help",
]);

/** The mutants of one module in the order of their places. */
export async function findMutants(file: string, room: string, text: string): Promise<Mutant[]> {
  const source = parseTypeScript(file, text);
  const edits: { readonly edit: Edit; readonly owner: string }[] = [];
  const visit = (node: ts.Node, owner: string): void => {
    if (isSkipped(node)) return;
    for (const edit of editsOf(node)) edits.push({ edit, owner });
    const name = nameOf(node) ?? owner;
    ts.forEachChild(node, (child) => visit(child, name));
  };
  visit(source, "");
  const seen = new Map<string, number>();
  const mutants: Mutant[] = [];
  for (const { edit, owner } of edits) {
    const shown = changedLine(text, edit);
    const key = [file.replace(/.*\//, ""), owner, edit.mutator, shown.before, shown.after].join(
      "\n",
    );
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    const { line } = source.getLineAndCharacterOfPosition(edit.start);
    mutants.push({
      id: await shortHash(`${key}\n${count}`),
      room,
      file,
      line: line + 1,
      ...shown,
      ...edit,
    });
  }
  return mutants;
}

/** The line of an edit before and after it; what it removes of further lines is part of the first text. */
function changedLine(text: string, edit: Edit): { before: string; after: string } {
  const from = text.lastIndexOf("\n", edit.start - 1) + 1;
  const lineEnd = text.indexOf("\n", edit.end);
  const to = lineEnd < 0 ? text.length : lineEnd;
  const local: Edit = { ...edit, start: edit.start - from, end: edit.end - from };
  const before = text.slice(from, to);
  return { before: onOneLine(before), after: onOneLine(applyEdit(before, local)) };
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** The name of a declaration that its mutants are known by. */
function nameOf(node: ts.Node): string | undefined {
  const isNamed = ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) ||
    ts.isClassDeclaration(node) || ts.isVariableDeclaration(node) || ts.isAccessor(node) ||
    ts.isPropertyDeclaration(node);
  return isNamed ? node.name?.getText() : undefined;
}

function isSkipped(node: ts.Node): boolean {
  return ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isTypeParameterDeclaration(node) || ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) || ts.isModuleDeclaration(node) || isImportCall(node) ||
    isMadeError(node) || isMessage(node) || isNeverCheck(node);
}

function isImportCall(node: ts.Node): boolean {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
}

/** `new RangeError(…)`: its arguments are a message and what goes with it. */
function isMadeError(node: ts.Node): boolean {
  return ts.isNewExpression(node) && /Error$/.test(node.expression.getText());
}

function isMessage(node: ts.Node): boolean {
  return ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) &&
    messageNames.has(node.name.text);
}

/** `const rest: never = value;` and `value satisfies never`: no run gets there. */
function isNeverCheck(node: ts.Node): boolean {
  if (ts.isDefaultClause(node)) return /:\s*never\b|satisfies never\b/.test(node.getText());
  return ts.isVariableDeclaration(node) && node.type?.kind === ts.SyntaxKind.NeverKeyword;
}
