/**
 * Runs an outlaw in a process of its own, asks it one thing, and ends it.
 *
 * @module
 */
import { kernelText } from "../kernel_text.ts";
import type { SandboxLimits } from "../limits.ts";
import { prepareModule } from "../prepared_program.ts";
import { loadProgram, runProgram } from "../run_program.ts";
import { SandboxProcess } from "../sandbox_process.ts";
import { type OutlawLayer, withOutlaw } from "./outlaw.ts";

/** An outlaw and what it may use. */
export interface OutlawOptions {
  readonly layer: OutlawLayer;
  /** Its code; see {@linkcode withOutlaw}. */
  readonly source: string;
  /** What it goes for; JSON. */
  readonly aim: unknown;
  readonly limits: SandboxLimits;
  /** For its answer. */
  readonly limitMs: number;
  /** Looks at the process before it is ended. */
  readonly look?: (pid: number) => void;
}

/** How it ended, as far as the host was told. */
export interface OutlawEnd {
  readonly kind: string;
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

/** @throws {SandboxError} when the outlaw does not even start */
export async function runOutlaw(options: OutlawOptions): Promise<OutlawEnd> {
  const { layer, source, aim, limits, limitMs, look } = options;
  const text = withOutlaw(await kernelText(), layer, source, aim);
  const process = await SandboxProcess.start(limits, { text });
  try {
    const prepared = await prepareModule("main", "export function attack() {}");
    if (prepared.kind === "refused") throw new SyntaxError("Cannot compile an empty function");
    const { program } = prepared;
    const end = await loadProgram(process, program, limits);
    if (end === "bystander") return { kind: end };
    if (end.kind !== "loaded") return end;
    const results = await runProgram(process, {
      program,
      name: "attack",
      argsList: [[]],
      tools: new Map(),
      seed: 0,
      itemLimitMs: limitMs,
      limitMs,
      limits,
    });
    look?.(process.pid);
    return results === "bystander" ? { kind: results } : results[0] ?? { kind: "none" };
  } finally {
    await process.kill("is not needed any more");
  }
}
