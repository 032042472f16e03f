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
import type { CheckedUnit } from "../compiler.ts";
import { diagnosticsOf } from "./finding.ts";
import type { ReadableModule } from "./readable_module.ts";

/**
 * Findings about entry, parameters, imports, free variables and forbidden constructs; empty when there are none.
 *
 * @param original the author's module; undefined when it does not compile
 */
export async function screenUnit(
  unit: Omit<CheckedUnit, "original">,
  module: ReadableModule,
  original: ReadableModule | undefined,
): Promise<readonly Diagnostic[]> {
  return diagnosticsOf(module, [
    ...original === undefined ? [] : checkSignature(unit, module, original),
    ...checkImports(module, unit.libraries),
    ...await checkFreeVariables(unit.uses, module),
    ...checkForbidden(module),
  ]);
}
