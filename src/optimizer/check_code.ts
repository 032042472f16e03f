/**
 * Tries proposed code where it would run, before it is accepted.
 *
 * @module
 */
import type { CallResult, Diagnostic } from "../../sandbox/protocol.ts";
import { currentCodeRunner } from "../trace/ambient.ts";
import type { CodeSpec } from "../trace/code_spec.ts";

/** Why code is refused. */
export interface CodeRefusal {
  readonly reason: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles, checks and loads a source in the sandbox of this context, and calls it with the function's last inputs; undefined
 * when it passes.
 *
 * @throws {SandboxError} when the sandbox itself is broken
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
  if (code.lastInputs.length === 0) return undefined;
  const limit = code.timeoutMs === undefined ? {} : { timeoutMs: code.timeoutMs };
  const call = { program, tools: code.tools(), ...limit, ...options };
  for (const result of await runner.runMany(call, code.lastInputs)) {
    if (result.kind !== "value") {
      return { reason: "it failed on its last inputs", diagnostics: [diagnosticOf(result)] };
    }
  }
  return undefined;
}

function diagnosticOf({ error }: Exclude<CallResult, { readonly kind: "value" }>): Diagnostic {
  const { line = 1, column = 1, lineText = "" } = error.frames[0] ?? {};
  return { stage: "smoke", message: `${error.name}: ${error.message}`, line, column, lineText };
}
