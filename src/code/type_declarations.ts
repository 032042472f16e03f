/**
 * Reads the types that a module declares, imports and mentions.
 *
 * @module
 */
import type { ImportDeclaration, Node } from "acorn";
import { commentsBefore } from "./function_source.ts";
import type { ParsedModule } from "./parsed_module.ts";
import { isTypeScript } from "./typed_tree.ts";
import { walk } from "./walk.ts";

/** A top-level interface, type alias or enum. */
export interface TypeDeclaration {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** As written by the author, with the comments above it. */
  readonly text: string;
}

/** Names imported from another module. */
export interface TypeImport {
  readonly specifier: string;
  /** Local name → name in that module. */
  readonly names: ReadonlyMap<string, string>;
}

/** A node not covered by acorn's types. */
type TypeNode = Node & { readonly id?: { readonly name: string } };

/** The types declared at a module's top level, in text order. */
export function typeDeclarations(module: ParsedModule): readonly TypeDeclaration[] {
  return module.program.body.flatMap((statement) => {
    const declaration: TypeNode | null | undefined = statement.type === "ExportNamedDeclaration"
      ? statement.declaration
      : statement;
    if (!declaration?.id || !declaresType(declaration)) return [];
    const { start, end } = statement;
    const text = commentsBefore(module, start) + module.source.slice(start, end);
    return [{ name: declaration.id.name, start, end, text }];
  });
}

function declaresType({ type }: Node): boolean {
  return type === "TSTypeAliasDeclaration" || type === "TSInterfaceDeclaration" ||
    type === "TSEnumDeclaration";
}

/** The names imported by a module; any of them may be a type. */
export function typeImports({ program }: ParsedModule): readonly TypeImport[] {
  return program.body.filter((statement) => statement.type === "ImportDeclaration")
    .map((declaration) => ({
      specifier: String(declaration.source.value),
      names: new Map(importedNames(declaration)),
    }));
}

function importedNames({ specifiers }: ImportDeclaration): [string, string][] {
  return specifiers.flatMap((specifier): [string, string][] => {
    if (specifier.type !== "ImportSpecifier") return [];
    const { imported } = specifier;
    const name = imported.type === "Identifier" ? imported.name : String(imported.value);
    return [[specifier.local.name, name]];
  });
}

/** The names that occur in types of a part of the module, and in expressions below an assertion. */
export function namesInTypes(
  { program }: ParsedModule,
  start: number,
  end: number,
): ReadonlySet<string> {
  const names = new Set<string>();
  walk(program, (node, ancestors) => {
    if (node.end <= start || node.start >= end) return false;
    if (node.type !== "Identifier" || node.start < start) return;
    if (ancestors.some(isTypeScript)) names.add(node.name);
  });
  return names;
}
