/**
 * Reads the imports of modules from their syntax trees.
 *
 * @module
 */
import ts from "typescript";

/** How a module is used by the one that imports it. */
export type ImportKind =
  /** `import`, `export … from` or `import()`: the module is evaluated. */
  | "code"
  /** `import type`, `export type … from` or `import("…").Type`: erased by the compiler. */
  | "type"
  /** `with { type: "text" }`, `"json"` or `"bytes"`: read as data. */
  | "data";

/** One import as it is written. */
export interface Import {
  /** The specifier between the quotes. */
  readonly specifier: string;
  readonly kind: ImportKind;
  /** Whether it is an `import()` call. */
  readonly isDynamic: boolean;
  /** Line of the specifier, from 1. */
  readonly line: number;
}

/** Modules by their path from the root of the repository, each with what it imports. */
export type Modules = ReadonlyMap<string, readonly Import[]>;

/** The imports of one module in the order they are written; examples in comments are not among them. */
export function readImports(path: string, text: string): Import[] {
  const source = parseTypeScript(path, text);
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, kind: ImportKind, isDynamic = false): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const { line } = source.getLineAndCharacterOfPosition(specifier.getStart(source));
    found.push({ specifier: specifier.text, kind, isDynamic, line: line + 1 });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, isData(node) ? "data" : importsTypes(node) ? "type" : "code");
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, exportsTypes(node) ? "type" : "code");
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, "type");
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], node.arguments.length > 1 ? "data" : "code", true);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The syntax tree of a module, with links to parents. */
export function parseTypeScript(path: string, text: string): ts.SourceFile {
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const languageVersion = ts.ScriptTarget.Latest;
  const options = { languageVersion, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  return ts.createSourceFile(path, text, options, true, kind);
}

function isData(node: ts.ImportDeclaration): boolean {
  return node.attributes?.elements.some((attribute) => attribute.name.text === "type") ?? false;
}

function importsTypes({ importClause }: ts.ImportDeclaration): boolean {
  if (!importClause) return false; // for its effects
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = importClause.namedBindings;
  return !importClause.name && !!named && ts.isNamedImports(named) && named.elements.length > 0 &&
    named.elements.every((element) => element.isTypeOnly);
}

function exportsTypes({ isTypeOnly, exportClause }: ts.ExportDeclaration): boolean {
  if (isTypeOnly) return true;
  return !!exportClause && ts.isNamedExports(exportClause) && exportClause.elements.length > 0 &&
    exportClause.elements.every((element) => element.isTypeOnly);
}

/** The path from the root that a relative specifier names, or nothing for any other specifier. */
export function resolveRelative(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith("./") && !specifier.startsWith("../")) return undefined;
  return decodeURIComponent(new URL(specifier, `file:///${from}`).pathname.slice(1));
}

/** The package that a bare specifier names: `hono/cookie` is of `hono`, `@std/fmt/colors` of `@std/fmt`. */
export function packageOf(specifier: string): string {
  const bare = specifier.replace(/^(npm|jsr):\/?/, "");
  const parts = bare.split("/").slice(0, bare.startsWith("@") ? 2 : 1);
  return parts.join("/").replace(/(?<=.)@.*$/, "");
}

/** All TypeScript modules in some folders or files of a tree, by their path from its root. */
export async function readModules(root: URL, starts: readonly string[]): Promise<Modules> {
  const modules = new Map<string, readonly Import[]>();
  for (const start of starts) {
    for await (const path of modulePaths(root, start)) {
      modules.set(path, readImports(path, await Deno.readTextFile(new URL(path, root))));
    }
  }
  return modules;
}

async function* modulePaths(root: URL, start: string): AsyncGenerator<string> {
  if (/\.tsx?$/.test(start)) {
    yield start;
    return;
  }
  const entries = await Array.fromAsync(Deno.readDir(new URL(`${start}/`, root)));
  for (const { name, isDirectory } of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
    const path = `${start}/${name}`;
    if (isDirectory) yield* modulePaths(root, path);
    else if (/\.tsx?$/.test(name) && !name.endsWith(".d.ts")) yield path;
  }
}
