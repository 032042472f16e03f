/**
 * Erases types by their places in a syntax tree, where nothing but types makes a module TypeScript.
 *
 * @module
 */
import type { AnyNode, Program } from "acorn";
import type { ParsedModule } from "../parsed_module.ts";
import { type Splice, splice } from "../splice.ts";
import { assertedExpression, isTypeScript } from "../typed_tree.ts";
import { childrenOf } from "../walk.ts";

/** A module without types. */
export interface ErasedModule {
  /** JavaScript; what is left of the source keeps its line and column. */
  readonly code: string;
  /** The tree without statements of types; its offsets refer to the code. */
  readonly program: Program;
}

/**
 * The module with spaces in place of its types; undefined for one that needs a compiler: with a class, an enum, a
 * namespace, an overload, a `this` parameter or an import of types.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseModule } from "../parsed_module.ts";
 * import { eraseTypes } from "./erase_types.ts";
 *
 * const erased = eraseTypes(parseModule("export const f = (n?: number): number => n! * 2;"));
 * assertEquals(erased?.code, "export const f = (n         )         => n  * 2;");
 * ```
 */
export function eraseTypes({ source, program }: ParsedModule): ErasedModule | undefined {
  const splices: Splice[] = [];
  const erase = (start: number, end: number) => {
    splices.push({
      start,
      end,
      text: source.slice(start, end).replace(/[^\r\n\u2028\u2029]/g, " "),
    });
  };
  /** @returns whether only types made the node TypeScript */
  const visit = (node: AnyNode): boolean => {
    const expression = assertedExpression(node);
    if (expression !== undefined) {
      erase(node.start, expression.start);
      erase(expression.end, node.end);
      // The ends may hold brackets, which are no part of the expression.
      return !/[()]/.test(source.slice(node.start, expression.start)) &&
        !source.slice(expression.end, node.end).trimStart().startsWith(")") && visit(expression);
    }
    if (isTypeScript(node)) {
      erase(node.start, node.end);
      return isOnlyType(node);
    }
    if (needsCompiler(node)) return false;
    const mark = markOf(node, source);
    if (mark !== undefined) erase(mark, mark + 1);
    return childrenOf(node).every(visit);
  };
  const body = program.body.filter((statement) => {
    if (!isTypeStatement(statement)) return true;
    erase(statement.start, statement.end);
    return false;
  });
  return body.every((statement) => visit(statement as AnyNode)) // as: every acorn node is of a known kind
    ? { code: splice(source, splices), program: { ...program, body } }
    : undefined;
}

function isTypeStatement(statement: Program["body"][number]): boolean {
  const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
  const type: string = declared?.type ?? "";
  return type === "TSInterfaceDeclaration" || type === "TSTypeAliasDeclaration";
}

/** A statement of types within a function may be erased, but not a declaration with a value, such as an enum. */
function isOnlyType({ type }: { readonly type: string }): boolean {
  return /^TS(?:TypeAnnotation|TypeParameterDeclaration|TypeParameterInstantiation|InterfaceDeclaration|TypeAliasDeclaration)$/
    .test(type);
}

function needsCompiler(node: AnyNode): boolean {
  const kind = "importKind" in node
    ? node.importKind
    : "exportKind" in node
    ? node.exportKind
    : undefined;
  return node.type === "ClassDeclaration" || node.type === "ClassExpression" || kind === "type" ||
    (node.type === "Identifier" && node.name === "this") ||
    (node.type === "VariableDeclaration" && !/^(?:var|let|const)$/.test(node.kind)) ||
    ("declare" in node && node.declare === true);
}

/** The offset of the mark in `n?: T` and `n!: T`. */
function markOf(node: AnyNode, source: string): number | undefined {
  const isMarked = (node.type === "Identifier" && "optional" in node && node.optional === true) ||
    (node.type === "VariableDeclarator" && "definite" in node && node.definite === true);
  if (!isMarked) return undefined;
  const name = node.type === "VariableDeclarator" ? node.id : node;
  const from = node.type === "Identifier"
    ? node.start + node.name.length
    : nameEnd(name as AnyNode);
  return from + source.slice(from).search(/[?!]/);
}

function nameEnd(node: AnyNode): number {
  return node.type === "Identifier" ? node.start + node.name.length : node.end;
}
