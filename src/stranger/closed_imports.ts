/**
 * Finds the imports of a stranger's module, and refuses those that are not on the closed list.
 *
 * @module
 */
import type { AnyNode, ImportAttribute, Literal } from "acorn";
import { parseModule } from "../code/parsed_module.ts";
import { LineTable } from "../code/text_place.ts";
import { walk } from "../code/walk.ts";
import { TaskError } from "../errors.ts";
import { closest } from "../closest.ts";
import { messageOf } from "../message_of.ts";
import { dataKind, isDataPath, isSourcePath } from "../untrusted/task_source.ts";

/** One import of a module. */
export interface ClosedImport {
  readonly specifier: string;
  /** The path of the file that it names; absent for a package. */
  readonly path?: string;
  /** Whether it names types only, so that nothing is loaded. */
  readonly isType: boolean;
  /** The place of the specifier with its quotes, up to the end of the import where it is data, as offsets. */
  readonly start: number;
  readonly end: number;
}

/**
 * The imports of a module, in text order.
 *
 * @param path of the module @param source its text @param packages what may be imported besides the task's own files
 * @throws {TaskError} when it does not parse, or imports anything else; with file and line
 */
export function closedImports(
  path: string,
  source: string,
  packages: readonly string[],
): readonly ClosedImport[] {
  const program = parsed(path, source);
  const lines = new LineTable(source);
  const refuse = (node: { readonly start: number }, what: string, advice: string) =>
    new TaskError(
      `Cannot load "${path}" as an untrusted task: line ${lines.placeAt(node.start).line} ${what}`,
      { advice },
    );
  const imports: ClosedImport[] = [];
  walk(program, (node, ancestors) => {
    if (node.type === "ImportExpression") {
      throw refuse(node, "imports a module while it runs", "Write import declarations at the top.");
    }
    if ((node.type as string) === "TSImportType") {
      throw refuse(node, "imports a type in place", "Write import type declarations at the top.");
    }
    if (isImportMeta(node) && !isMain(ancestors.at(-1))) {
      throw refuse(
        node,
        `uses import.meta`,
        "An untrusted task has no place on a disk: import its data.",
      );
    }
    const found = sourceOf(node);
    if (found === undefined) return;
    const specifier = String(found.value);
    const { start, end } = found;
    const isType = isTypeOnly(node);
    const attributes = attributesOf(node);
    if (isDataPath(specifier) || attributes.length > 0) {
      const target = targetOf(path, specifier);
      const [kind, ...more] = attributes;
      if (target === undefined || !isDataPath(target) || node.type !== "ImportDeclaration") {
        throw refuse(found, `imports "${shown(specifier)}" with attributes`, onlyFiles);
      }
      if (more.length > 0 || kind !== dataKind(target)) {
        throw refuse(
          found,
          `imports "${shown(specifier)}" without its type`,
          `Write import data from "${shown(specifier)}" with { type: "${dataKind(target)}" }.`,
        );
      }
      imports.push({ specifier, path: target, isType, start, end: node.end });
      return;
    }
    if (/^\.{1,2}\//.test(specifier)) {
      const target = targetOf(path, specifier);
      if (target === undefined) {
        throw refuse(
          found,
          `imports "${shown(specifier)}", which is no file of the task`,
          /\.\w+$/.test(specifier)
            ? onlyFiles
            : `Write the file's whole name: "${shown(specifier)}.ts".`,
        );
      }
      imports.push({ specifier, path: target, isType, start, end });
    } else if (packages.includes(specifier)) imports.push({ specifier, isType, start, end });
    else {
      const near = closest(bareName(specifier), packages);
      const list = `An untrusted task imports only ${packages.join(", ")}, and its own files.`;
      throw refuse(
        found,
        `imports "${shown(specifier)}", which an untrusted task may not import`,
        near === undefined ? list : `Did you mean "${near}"? ${list}`,
      );
    }
  });
  return imports;
}

const onlyFiles =
  "Import the task's own .ts and .js files, by paths that begin with ./ or ../, and its .json, .txt, .csv and .md files with a type.";

function parsed(path: string, source: string): ReturnType<typeof parseModule>["program"] {
  try {
    return parseModule(source).program;
  } catch (cause) {
    const message = cause instanceof RangeError ? "it is nested too deeply" : messageOf(cause);
    throw new TaskError(`Cannot parse "${path}" as TypeScript: ${message}`, {
      advice: "Fix the syntax error.",
    });
  }
}

/** The specifier of an import, or of an export from another module. */
function sourceOf(node: AnyNode): Literal | undefined {
  switch (node.type as string) {
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration": {
      const { source } = node as { readonly source?: Literal | null };
      return source ?? undefined;
    }
    case "TSExternalModuleReference": // import x = require("…")
      return (node as unknown as { readonly expression: Literal }).expression;
    default:
      return undefined;
  }
}

function isTypeOnly(node: AnyNode): boolean {
  const { importKind, exportKind } = node as { importKind?: string; exportKind?: string };
  return importKind === "type" || exportKind === "type";
}

/** The values of `with { type: … }`; other attributes as their names. */
function attributesOf(node: AnyNode): readonly string[] {
  const { attributes = [] } = node as { readonly attributes?: readonly ImportAttribute[] };
  return attributes.map(({ key, value }) => {
    const name = key.type === "Identifier" ? key.name : String(key.value);
    return name === "type" ? String(value.value) : `${name}:`;
  });
}

/** A specifier as the closed list writes it: `npm:zod@4` is `zod`. */
function bareName(specifier: string): string {
  return specifier.replace(/^(?:npm|jsr):/, "").replace(/(?<=.)@[^/]*$/, "");
}

/** `import.meta.main` says nothing about a place: it is false. */
function isMain(node: AnyNode | undefined): boolean {
  return node?.type === "MemberExpression" && !node.computed &&
    node.property.type === "Identifier" && node.property.name === "main";
}

function isImportMeta(node: AnyNode): boolean {
  return node.type === "MetaProperty" && node.meta.name === "import";
}

/** The path of a file, from a specifier in another one. */
function targetOf(path: string, specifier: string): string | undefined {
  const parts = path.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== ".") parts.push(part);
  }
  const target = parts.join("/");
  return isSourcePath(target) ? target : undefined;
}

function shown(specifier: string): string {
  return specifier.slice(0, 100);
}
