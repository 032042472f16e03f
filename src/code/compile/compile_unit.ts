/**
 * Compiles and checks one unit.
 *
 * @module
 */
import type { Diagnostic } from "../../../sandbox/protocol.ts";
import { type CompiledModule, compileModule } from "./compile_module.ts";
import type { CheckLevel, CompileUnit, UnitCompilation } from "../compiler.ts";
import { entryPlaceIn } from "./entry_place.ts";
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
  const diagnostics = await screenUnit(checked, module);
  if (diagnostics.length > 0 || level === "screen" || source === original) return diagnostics;
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
