/**
 * Checks source before it runs anywhere, each reason against it with its exact place.
 *
 * @module
 */
import type { Diagnostic } from "../../sandbox/protocol.ts";
import type { Unit } from "../trace/code_runner.ts";
import { checkForbidden } from "./check_forbidden.ts";
import { checkFreeVariables } from "./check_free_variables.ts";
import { checkImports } from "./check_imports.ts";
import { checkSignature } from "./check_signature.ts";
import { compile } from "./compiler.ts";
import { diagnosticOf } from "./finding.ts";
import { readCompiled } from "./readable_module.ts";
import { isOutOfStack, tooDeep } from "./out_of_stack.ts";
import { RecentMap } from "./recent_map.ts";

const kept = new RecentMap<string, Promise<readonly Diagnostic[]>>(512);

/**
 * What speaks against a unit: syntax first and alone, then entry point, parameters, imports, free variables and
 * forbidden constructs. Nothing does when the list is empty. The same unit is checked once.
 *
 * @throws {SandboxError} when the compiler itself cannot be started
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { checkUnit } from "./check.ts";
 *
 * const diagnostics = await checkUnit({
 *   id: "double",
 *   kind: "trainable",
 *   entry: "double",
 *   original: "export function double(n: number): number { return n; }",
 *   source: "export function double(n: number): number { return n * Deno.pid; }",
 *   uses: {},
 * });
 * assertEquals(diagnostics.map(({ stage, column }) => [stage, column]), [["free-variable", 56]]);
 * ```
 */
export function checkUnit(unit: Unit): Promise<readonly Diagnostic[]> {
  const { entry, source, original, uses, libraries = {} } = unit;
  const key = JSON.stringify([entry, source, original, Object.keys(uses), Object.keys(libraries)]);
  return kept.getOrInsert(key, () => {
    const checked = checkAnew(unit);
    checked.catch(() => kept.delete(key)); // the compiler failed, not the source: try again
    return checked;
  });
}

async function checkAnew(unit: Unit): Promise<readonly Diagnostic[]> {
  const { source, original } = unit;
  const compilation = await compile(source);
  if (compilation.kind === "refused") return compilation.diagnostics;
  const declared = await compile(original);
  try {
    const module = await readCompiled(source, compilation);
    const findings = [
      ...declared.kind === "compiled"
        ? checkSignature(unit, module, await readCompiled(original, declared))
        : [],
      ...checkImports(module, Object.keys(unit.libraries ?? {})),
      ...await checkFreeVariables(unit, module),
      ...checkForbidden(module),
    ];
    return findings.map((finding) => diagnosticOf(module, finding));
  } catch (error) {
    if (isOutOfStack(error)) return [tooDeep(source)];
    throw error;
  }
}
