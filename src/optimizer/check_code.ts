/**
 * Checks proposed code where it would run, before it is accepted.
 *
 * @module
 */
import type { Diagnostic } from "../../sandbox/protocol.ts";
import { currentCodeRunner } from "../trace/ambient.ts";
import type { CodeSpec } from "../trace/code_spec.ts";

/** Why code is refused. */
export interface CodeRefusal {
  readonly reason: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles, checks and loads a source in the sandbox of this context, and runs it on the function's last inputs; undefined
 * when it passes.
 */
export async function checkCode(
  code: CodeSpec,
  source: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<CodeRefusal | undefined> {
  const runner = currentCodeRunner();
  const program = code.program(source);
  const prepared = await runner.prepare(program, options);
  if (prepared.kind === "refused") {
    return { reason: "it was refused before it ran", diagnostics: prepared.diagnostics };
  }
  return undefined;
}
