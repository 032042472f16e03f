/**
 * Turns a module into statements for a function body, types and comments included.
 *
 * @module
 */
import type {
  ExportNamedDeclaration,
  ImportDeclaration,
  ModuleDeclaration,
  Statement,
} from "acorn";
import type { InlinedModule, RefusedUnit } from "../compiler.ts";
import { type ParsedModule, parseModule } from "../parsed_module.ts";
import { type Splice, splice } from "../splice.ts";
import { placeAt } from "../text_place.ts";

/** The module without its import declarations and export keywords; a refusal is data. */
export function inlineModule(source: string): InlinedModule {
  let module: ParsedModule;
  try {
    module = parseModule(source);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    const offset = "pos" in error && typeof error.pos === "number" ? error.pos : 0;
    const message = error.message.replace(/ \(\d+:\d+\)$/, "");
    return refuse(message, source, offset);
  }
  const { body } = module.program;
  return {
    kind: "inlined",
    text: splice(source, body.flatMap(removalOf)),
    imports: body.filter((statement) => statement.type === "ImportDeclaration")
      .map((statement) => importOf(source, statement)),
    names: Object.fromEntries(body.flatMap(renamed)),
  };
}

function refuse(message: string, source: string, offset: number): RefusedUnit {
  const place = placeAt(source, offset);
  return { kind: "refused", diagnostics: [{ stage: "syntax", message, ...place }] };
}

/** An import declaration in three parts, so that the specifier can be replaced. */
function importOf(source: string, { start, end, source: { value, ...at } }: ImportDeclaration) {
  return {
    before: source.slice(start, at.start),
    specifier: String(value),
    after: source.slice(at.end, end),
  };
}

function removalOf(statement: Statement | ModuleDeclaration): readonly Splice[] {
  const { start, end } = statement;
  switch (statement.type) {
    case "ImportDeclaration":
    case "ExportAllDeclaration":
      return [{ start, end, text: "" }];
    case "ExportNamedDeclaration":
      return [{ start, end: statement.declaration?.start ?? end, text: "" }];
    case "ExportDefaultDeclaration": {
      const { declaration } = statement;
      const isNamed = "id" in declaration && declaration.id !== null;
      return [{ start, end: declaration.start, text: isNamed ? "" : "const $main = " }];
    }
    default:
      return [];
  }
}

/** Exported name → local name, of an export list. */
function renamed(statement: Statement | ModuleDeclaration): readonly (readonly [string, string])[] {
  if (statement.type !== "ExportNamedDeclaration" || statement.source) return [];
  return statement.specifiers.flatMap((
    { local, exported }: ExportNamedDeclaration["specifiers"][0],
  ) =>
    local.type === "Identifier" && exported.type === "Identifier"
      ? [[exported.name, local.name] as const]
      : []
  );
}
