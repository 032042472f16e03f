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
import { diagnosticAt } from "./finding.ts";
import { parse, type ParsedModule } from "./parse.ts";
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
  const { source, original, libraries = {} } = unit;
  const compilation = await compile(source);
  if (compilation.kind === "refused") return compilation.diagnostics;
  const module = await parseCompiled(source);
  if ("diagnostic" in module) return [module.diagnostic];
  const findings = [
    ...checkSignature(unit, module, await parse(original)),
    ...checkImports(module, Object.keys(libraries)),
    ...await checkFreeVariables(unit, module),
    ...checkForbidden(module),
  ];
  return findings.map((finding) => diagnosticAt(source, finding));
}

/** Source that compiles and yet cannot be read is of a kind that is not supported. */
async function parseCompiled(
  source: string,
): Promise<ParsedModule | { readonly diagnostic: Diagnostic }> {
  try {
    return await parse(source);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const start = "pos" in error && typeof error.pos === "number" ? error.pos : 0;
    const message = `Cannot read this as a module: ${error.message}`;
    return { diagnostic: diagnosticAt(source, { stage: "syntax", message, start }) };
  }
}
