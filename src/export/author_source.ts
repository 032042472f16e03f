/**
 * Finds the author's source of functions, and of what they use from their module.
 *
 * @module
 */
import type { AnyNode, ImportDeclaration } from "acorn";
import { commentsBefore } from "../code/function_source.ts";
import { loadModule } from "../code/load_module.ts";
import type { ParsedModule } from "../code/parsed_module.ts";
import { functionLike } from "../code/place_function.ts";
import { walk } from "../code/walk.ts";
import type { FunctionText } from "../trace/function/function_text.ts";

/** A part of a module. */
export interface ModulePart {
  readonly url: string;
  readonly module: ParsedModule;
  /** As written by the author, with the comments above it. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A function as its author wrote it. */
export interface AuthorFunction extends ModulePart {
  /** Whether a scope around the function, inside of the module, declares a name. */
  isShadowed(name: string): boolean;
}

/** What a name stands for at the top level of a module. */
export type ModuleBinding =
  | ModulePart & { readonly kind: "declared"; readonly names: readonly string[] }
  | {
    readonly kind: "imported";
    readonly statement: ImportDeclaration;
    /** The name there; `*` for all exports. */
    readonly imported: string;
    readonly specifier: string;
  }
  /** It may have changed since the module was loaded. */
  | { readonly kind: "variable" };

/** The first of the modules that has a function of the same syntax. */
export async function authorFunction(
  urls: Iterable<string>,
  found: FunctionText,
): Promise<AuthorFunction | undefined> {
  for (const url of urls) {
    const module = await loadModule(url);
    const placed = module && functionLike(module, found.node);
    if (module === undefined || placed === undefined) continue;
    const { node, ancestors } = placed;
    const parent = ancestors.at(-1);
    const isMember = parent?.type === "MethodDefinition" ||
      parent?.type === "Property" && parent.value === node &&
        (parent.method || parent.kind !== "init");
    const part = partOf(url, module, isMember ? parent : node);
    return { ...part, isShadowed: (name) => declaresWithin(ancestors, node, name) };
  }
  return undefined;
}

/** What a name stands for in a module; undefined when it does not declare it. */
export async function moduleBinding(url: string, name: string): Promise<ModuleBinding | undefined> {
  const module = await loadModule(url);
  for (const statement of module?.program.body ?? []) {
    if (statement.type === "ImportDeclaration") {
      const imported = importedName(statement, name);
      if (imported === undefined) continue;
      return { kind: "imported", statement, imported, specifier: String(statement.source.value) };
    }
    const isExport = statement.type === "ExportNamedDeclaration" ||
      statement.type === "ExportDefaultDeclaration";
    const declaration: AnyNode = isExport ? statement.declaration ?? statement : statement;
    const names = namesOf(declaration);
    if (module === undefined || !names.includes(name)) continue;
    if (declaration.type === "VariableDeclaration" && declaration.kind !== "const") {
      return { kind: "variable" };
    }
    const { end, text } = partOf(url, module, declaration);
    const comments = isExport ? commentsBefore(module, statement.start) : "";
    return {
      kind: "declared",
      names,
      url,
      module,
      start: declaration.start,
      end,
      text: comments + text,
    };
  }
  return undefined;
}

/** Where a module says that a name of its exports comes from; undefined when it declares the name itself. */
export async function reexport(
  url: string,
  name: string,
): Promise<{ readonly specifier: string; readonly name: string } | undefined> {
  const module = await loadModule(url);
  for (const statement of module?.program.body ?? []) {
    if (statement.type !== "ExportNamedDeclaration") continue;
    for (const { exported, local } of statement.specifiers) {
      if (nameIn(exported) !== name) continue;
      const source = statement.source;
      return { specifier: source ? String(source.value) : "", name: nameIn(local) };
    }
  }
  return undefined;
}

function partOf(url: string, module: ParsedModule, { start, end }: AnyNode): ModulePart {
  const indent = /[ \t]*$/.exec(module.source.slice(0, start))?.[0] ?? "";
  const comments = commentsBefore(module, start);
  const text = `${comments}${comments === "" ? "" : indent}${module.source.slice(start, end)}`;
  return { url, module, start, end, text };
}

function importedName({ specifiers }: ImportDeclaration, name: string): string | undefined {
  const found = specifiers.find(({ local }) => local.name === name);
  switch (found?.type) {
    case "ImportSpecifier":
      return nameIn(found.imported);
    case "ImportDefaultSpecifier":
      return "default";
    case "ImportNamespaceSpecifier":
      return "*";
    default:
      return undefined;
  }
}

function nameIn(node: { readonly type: string }): string {
  const { name, value } = node as { readonly name?: string; readonly value?: unknown }; // as: an identifier or a string
  return name ?? String(value);
}

/** The names that a statement declares. */
function namesOf(node: AnyNode): readonly string[] {
  if (node.type === "VariableDeclaration") {
    return node.declarations.flatMap(({ id }) => namesInPattern(id));
  }
  const id: unknown = Reflect.get(node, "id"); // functions, classes, and enums, which acorn's types lack
  return typeof id === "object" && id !== null && "name" in id ? [String(id.name)] : [];
}

/** The names that a pattern binds; with those of its default values, which does not hurt. */
function namesInPattern(pattern: AnyNode): readonly string[] {
  const names: string[] = [];
  walk(pattern, (node) => {
    if (node.type === "Identifier") names.push(node.name);
  });
  return names;
}

/** Whether the top-level statement around a function declares a name in an inner scope, outside of the function. */
function declaresWithin(ancestors: readonly AnyNode[], fn: AnyNode, name: string): boolean {
  const [, statement] = ancestors; // the first is the program
  let isFound = false;
  if (statement === undefined) return false;
  walk(statement, (node, above) => {
    if (node === fn || isFound) return false;
    const isTop = above.length < (statement.type.startsWith("Export") ? 2 : 1);
    if (isTop) return;
    if (node.type === "VariableDeclaration" || /^(?:Function|Class)Declaration$/.test(node.type)) {
      const isOfExport = above.length === 1 && statement.type.startsWith("Export");
      if (!isOfExport && namesOf(node).includes(name)) isFound = true;
    }
    if ("params" in node && ancestors.includes(node)) {
      const params = node.params as readonly AnyNode[]; // as: those of a function around it
      if (params.some((param) => namesInPattern(param).includes(name))) isFound = true;
    }
  });
  return isFound;
}
