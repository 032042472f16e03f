/**
 * Blanks out what JavaScript has not, and keeps every other character where it is.
 *
 * @module
 */
import type Ts from "typescript";
import { type Splice, splice } from "./splice.ts";
import { loadTypeScript, type TypeScript } from "./typescript.ts";

/** TypeScript that has been reduced to JavaScript for reading; to run it, compile it. */
export interface Erased {
  /** As long as the source, with the same lines. */
  readonly js: string;
  /** Constructs with a meaning at run time that had to be blanked too, by offset. */
  readonly lost: readonly Lost[];
}

/** Something that JavaScript text of the same shape cannot express. */
export interface Lost {
  readonly kind: "decorator" | "enum" | "namespace";
  readonly start: number;
  readonly end: number;
}

/**
 * Types become blanks. Enums and namespaces become variables without a value, decorators vanish.
 *
 * @throws {SyntaxError} when the text is no TypeScript
 */
export async function eraseTypes(source: string): Promise<Erased> {
  const { stripTypeScriptTypes } = await import("node:module");
  try {
    return { js: stripTypeScriptTypes(source), lost: [] };
  } catch {
    // Either bad syntax, which the second attempt throws again, or syntax that is more than types.
    const { js, lost } = reduce(await loadTypeScript(), source);
    return { js: stripTypeScriptTypes(js), lost };
  }
}

/** Rewrites what the stripping of types alone does not take. */
function reduce(ts: TypeScript, source: string): Erased {
  const file = ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest, true);
  const lost: Lost[] = [];
  const splices: Splice[] = [];
  const replace = (start: number, end: number, text = "") => {
    const blank = source.slice(start + text.length, end).replace(/[^\r\n\u2028\u2029]/g, " ");
    splices.push({ start, end, text: text + blank });
  };

  const visit = (node: Ts.Node): void => {
    const start = node.getStart(file);
    if (isAmbient(ts, node)) return;
    if (ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node)) {
      lost.push({ kind: ts.isEnumDeclaration(node) ? "enum" : "namespace", start, end: node.end });
      const isExported = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
      replace(start, node.end, `${isExported ? "export " : ""}var ${node.name.text};`);
      return;
    }
    if (ts.isImportEqualsDeclaration(node)) {
      replace(start, node.end, `var ${node.name.text};`);
      return;
    }
    if (ts.isDecorator(node)) {
      lost.push({ kind: "decorator", start, end: node.end });
      replace(start, node.end);
      return;
    }
    if (ts.isParameterPropertyDeclaration(node, node.parent)) {
      for (const modifier of node.modifiers ?? []) replace(modifier.getStart(file), modifier.end);
    }
    if (ts.isTypeAssertionExpression(node)) replace(start, node.expression.getStart(file));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { js: splice(source, splices), lost };
}

/** Declarations without a value, which are types and nothing else. */
function isAmbient(ts: TypeScript, node: Ts.Node): boolean {
  return ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true;
}
