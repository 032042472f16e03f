/**
 * Screens a unit: all checks that need neither types nor a run.
 *
 * @module
 */
import type { Diagnostic } from "../../../sandbox/protocol.ts";
import { checkForbidden } from "./check_forbidden.ts";
import { checkFreeVariables } from "./check_free_variables.ts";
import { checkImports } from "./check_imports.ts";
import { checkSignature } from "./check_signature.ts";
import { compileModule } from "./compile_module.ts";
import type { CheckedUnit } from "../compiler.ts";
import { diagnosticsOf } from "./finding.ts";
import { type ReadableModule, readCompiled } from "./readable_module.ts";

/** Findings about entry, parameters, imports, free variables and forbidden constructs; empty when there are none. */
export async function screenUnit(
  unit: CheckedUnit,
  module: ReadableModule,
): Promise<readonly Diagnostic[]> {
  const declared = await compileModule(unit.original);
  return diagnosticsOf(module, [
    ...declared.kind === "compiled"
      ? checkSignature(unit, module, readCompiled(unit.original, declared))
      : [],
    ...checkImports(module, unit.libraries),
    ...await checkFreeVariables(unit.uses, module),
    ...checkForbidden(module),
  ]);
}
