/**
 * Reads the nodes of types, which acorn's own types leave out: they describe JavaScript alone.
 *
 * @module
 */
import type { Program } from "acorn";

/** A node of a type. */
export interface TypeNode {
  readonly type: string;
  readonly [part: string]: unknown;
}

/** Whether a part of a tree is a node. */
export function isTypeNode(value: unknown): value is TypeNode {
  return typeof value === "object" && value !== null && "type" in value;
}

/** The name that an identifier is; undefined for other nodes. */
export function identifierOf(node: unknown): string | undefined {
  return isTypeNode(node) && node.type === "Identifier" && typeof node.name === "string"
    ? node.name
    : undefined;
}

/** A list of parts; empty where a node has none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The types and interfaces that a module declares without type parameters, with their names. */
export function typesIn(
  program: Program,
): readonly { readonly name: string; readonly declaration: TypeNode }[] {
  return program.body.flatMap((statement) => {
    const declaration: unknown = statement.type === "ExportNamedDeclaration"
      ? statement.declaration
      : statement;
    if (!isTypeNode(declaration) || declaration.typeParameters) return [];
    const name = identifierOf(declaration.id);
    return name === undefined ? [] : [{ name, declaration }];
  });
}
