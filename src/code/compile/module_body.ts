/**
 * Turns an ECMAScript module into a function body, so that a realm can run it without a loader.
 *
 * @module
 */
import type {
  ClassDeclaration,
  FunctionDeclaration,
  Identifier,
  ImportDeclaration,
  Literal,
  Pattern,
  Program,
  VariableDeclaration,
} from "acorn";
import { type Splice, splice } from "../splice.ts";

/** A name in an import or export list; may be a string. */
type ModuleName = Identifier | Literal;

/** A module as a function body. */
export interface ModuleBody {
  /** Parameter: `require`. Returns a record of the exports and the other top-level functions. */
  readonly code: string;
  /** The names in that record. */
  readonly exports: readonly string[];
}

/**
 * Rewrites imports and exports in place, line by line; other text is unchanged.
 *
 * @param code JavaScript @param program its syntax tree
 */
export function moduleBody(code: string, program: Program): ModuleBody {
  const splices: Splice[] = [];
  /** Exported name → its expression; `*` for all exports of a module. */
  const exports = new Map<string, string>();
  const stars: string[] = [];
  /** Preserves the line and column of the text after it. */
  const replace = (start: number, end: number, text: string) => {
    const blank = code.slice(start + text.length, end).replace(/[^\n]/g, " ");
    splices.push({ start, end, text: text + blank });
  };

  for (const node of program.body) {
    switch (node.type) {
      case "ImportDeclaration":
        replace(node.start, node.end, requireOf(node));
        break;
      case "FunctionDeclaration":
        if (!exports.has(node.id.name)) exports.set(node.id.name, node.id.name);
        break;
      case "ExportNamedDeclaration":
        replace(node.start, node.declaration?.start ?? node.end, "");
        if (node.declaration) {
          for (const name of declaredNames(node.declaration)) exports.set(name, name);
        }
        for (const { local, exported } of node.specifiers) {
          const name = moduleName(local);
          const from = node.source && `require(${node.source.raw})[${JSON.stringify(name)}]`;
          exports.set(moduleName(exported), from ?? name);
        }
        break;
      case "ExportDefaultDeclaration": {
        const { declaration } = node;
        const name = "id" in declaration ? declaration.id?.name : undefined;
        replace(node.start, declaration.start, name ? "" : "const $main = ");
        splices.push({ start: node.end, end: node.end, text: ";" });
        exports.set("default", name ?? "$main");
        break;
      }
      case "ExportAllDeclaration": {
        const from = `require(${node.source.raw})`;
        if (node.exported) exports.set(moduleName(node.exported), from);
        else stars.push(`...${from}`);
        replace(node.start, node.end, "");
        break;
      }
    }
  }
  const named = [...exports].map(([name, value]) => `${JSON.stringify(name)}: ${value}`);
  return {
    code: `"use strict";\n${splice(code, splices)}\nreturn { ${
      [...stars, ...named].join(", ")
    } };\n`,
    exports: [...exports.keys()],
  };
}

/** `import a, { b as c } from "m"` → `const { "default": a, "b": c } = require("m");` */
function requireOf(node: ImportDeclaration): string {
  const from = `require(${node.source.raw});`;
  const names: string[] = [];
  let whole = "";
  for (const specifier of node.specifiers) {
    if (specifier.type === "ImportNamespaceSpecifier") {
      whole = `const ${specifier.local.name} = ${from}`;
    } else {
      const imported = specifier.type === "ImportSpecifier"
        ? moduleName(specifier.imported)
        : "default";
      names.push(`${JSON.stringify(imported)}: ${specifier.local.name}`);
    }
  }
  return (names.length > 0 ? `const { ${names.join(", ")} } = ${from}` : whole ? "" : from) + whole;
}

function moduleName(node: ModuleName): string {
  return node.type === "Identifier" ? node.name : String(node.value);
}

/** All names bound by a top-level declaration. */
export function declaredNames(
  declaration: FunctionDeclaration | VariableDeclaration | ClassDeclaration,
): readonly string[] {
  return declaration.type === "VariableDeclaration"
    ? declaration.declarations.flatMap(({ id }) => boundNames(id))
    : [declaration.id.name];
}

/** All names bound by a pattern. */
export function boundNames(pattern: Pattern): readonly string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        boundNames(property.type === "RestElement" ? property.argument : property.value)
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => element ? boundNames(element) : []);
    case "RestElement":
      return boundNames(pattern.argument);
    case "AssignmentPattern":
      return boundNames(pattern.left);
    case "MemberExpression":
      return [];
  }
}
