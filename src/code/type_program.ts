/**
 * Finds types that make a checker compute.
 *
 * @module
 */
import type Ts from "typescript";
import type { TypeScript } from "./typescript.ts";

/**
 * Whether a source declares types that compute: conditional, mapped, template and variadic types, and generics. A
 * few lines of these can keep a checker busy forever. Statements of the original are trusted.
 */
export function computesTypes(ts: TypeScript, source: string, original: string): boolean {
  const file = ts.createSourceFile("candidate.ts", source, ts.ScriptTarget.Latest);
  const computes = (node: Ts.Node): boolean =>
    isComputing(ts, node) || ts.forEachChild(node, computes) === true;
  return file.statements.some((statement) =>
    !original.includes(statement.getText(file)) && computes(statement)
  );
}

function isComputing(ts: TypeScript, node: Ts.Node): boolean {
  if (ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)) {
    return node.typeParameters !== undefined;
  }
  return ts.isConditionalTypeNode(node) || ts.isMappedTypeNode(node) || ts.isRestTypeNode(node) ||
    ts.isTemplateLiteralTypeNode(node);
}
