/**
 * Compiles and checks one unit.
 *
 * @module
 */
import type { Diagnostic } from "../../../sandbox/protocol.ts";
import { parseModule } from "../parsed_module.ts";
import { syntaxText } from "../syntax_text.ts";
import { placeAt } from "../text_place.ts";
import { type CompiledModule, compileModule } from "./compile_module.ts";
import type { CheckLevel, CompileUnit, UnitCompilation } from "../compiler.ts";
import { compileProvisionally } from "./compile_provisionally.ts";
import { entryPlaceIn } from "./entry_place.ts";
import { eraseTypes } from "./erase_types.ts";
import { maxDiagnostics } from "./finding.ts";
import { instrument } from "./instrument.ts";
import { isOutOfStack, tooDeep } from "./out_of_stack.ts";
import { type ReadableModule, readCompiled } from "./readable_module.ts";
import { screenUnit } from "./screen_unit.ts";

/**
 * Syntax first, then the other checks of the level, then the code to load.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { compileUnit } from "./compile_unit.ts";
 *
 * const original = "export function double(n: number): number { return n; }";
 * const source = "export function double(n: number): number { return n * Deno.pid; }";
 * const outcome = await compileUnit({ entry: "double", original, source }, "screen");
 * if (outcome.kind !== "refused") throw new Error("compiled");
 * assertEquals(outcome.diagnostics.map(({ stage, column }) => [stage, column]), [["free-variable", 56]]);
 * ```
 */
export async function compileUnit(unit: CompileUnit, level: CheckLevel): Promise<UnitCompilation> {
  const { source } = unit;
  if (unit.isProvisional && unit.entry !== undefined && !unit.isTraced) {
    const provisional = await compileProvisionally(unit);
    if (provisional !== undefined) return provisional;
  }
  const compiled = await compileModule(source);
  if (compiled.kind === "refused") return compiled;
  try {
    const module = readCompiled(source, compiled);
    const diagnostics = await diagnose(unit, module, level);
    return diagnostics.length > 0
      ? { kind: "refused", diagnostics: diagnostics.slice(0, maxDiagnostics) }
      : loadable(unit, module, compiled);
  } catch (error) {
    if (isOutOfStack(error)) return { kind: "refused", diagnostics: [tooDeep(source)] };
    throw error;
  }
}

async function diagnose(
  unit: CompileUnit,
  module: ReadableModule,
  level: CheckLevel,
): Promise<readonly Diagnostic[]> {
  const { entry, source, original = source, uses = [], libraries = [] } = unit;
  if (entry === undefined) return [];
  const checked = { entry, source, original, uses, libraries };
  const declared = await compileModule(original);
  const diagnostics = await screenUnit(
    checked,
    module,
    declared.kind === "compiled" ? readCompiled(original, declared) : undefined,
  );
  if (diagnostics.length > 0) return diagnostics;
  if (unit.wasProvisional && !isErasedAlike(module)) return [changedProgram(source)];
  if (level === "screen" || source === original) return diagnostics;
  const { typeCheck } = await import("./type_check.ts");
  return await typeCheck(checked);
}

function loadable(
  { entry, isTraced = false }: CompileUnit,
  module: ReadableModule,
  compiled: CompiledModule,
): UnitCompilation {
  const { code, mappings } = isTraced ? instrument(compiled, module.source) : compiled;
  return {
    kind: "compiled",
    code,
    exports: compiled.exports,
    mappings,
    entryPlace: entryPlaceIn(module, entry),
  };
}

/** Whether the compiled module is the program that is left of the source without its types. */
function isErasedAlike({ source, program }: ReadableModule): boolean {
  const erased = eraseTypes(parseModule(source));
  // One that could not be erased never ran but compiled.
  return erased === undefined || syntaxText(erased.program) === syntaxText(program);
}

function changedProgram(source: string): Diagnostic {
  const message =
    "Cannot confirm this source: it compiles to another program than the one that ran";
  return { stage: "syntax", message, ...placeAt(source, 0) };
}
