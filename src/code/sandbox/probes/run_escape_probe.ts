/**
 * Runs an escape probe in a separate process, calls it once, and ends it.
 *
 * @module
 */
import { kernelText } from "../kernel_text.ts";
import type { SandboxLimits } from "../limits.ts";
import { prepareModule } from "../prepared_program.ts";
import { SandboxProcess } from "../sandbox_process.ts";
import { type EscapeLayer, withEscapeProbe } from "./escape_probe.ts";

/** An escape probe and its limits. */
export interface EscapeProbeOptions {
  readonly layer: EscapeLayer;
  /** Its code; see {@linkcode withEscapeProbe}. */
  readonly source: string;
  /** JSON of its targets. */
  readonly aim: unknown;
  readonly limits: SandboxLimits;
  /** Time limit of its answer. */
  readonly limitMs: number;
  /** Inspects the process before it ends. */
  readonly look?: (pid: number) => void;
}

/** The outcome of a probe, as seen by the host. */
export interface EscapeProbeEnd {
  readonly kind: string;
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

/** Runs the probe. @throws {SandboxError} when it does not start */
export async function runEscapeProbe(options: EscapeProbeOptions): Promise<EscapeProbeEnd> {
  const { layer, source, aim, limits, limitMs, look } = options;
  const text = withEscapeProbe(await kernelText(), layer, source, aim);
  const process = await SandboxProcess.start(limits, { text });
  try {
    const prepared = await prepareModule("main", "export function attack() {}");
    if (prepared.kind === "refused") throw new SyntaxError("Cannot compile an empty function");
    const { program } = prepared;
    const end = await process.load(program);
    if (end === "bystander") return { kind: end };
    if (end.kind !== "loaded") return end;
    const results = await process.call({
      program,
      name: "attack",
      argsList: [[]],
      tools: new Map(),
      seed: 0,
      itemLimitMs: limitMs,
      limitMs,
    });
    look?.(process.pid);
    return results === "bystander" ? { kind: results } : results[0] ?? { kind: "none" };
  } finally {
    await process.kill("is not needed any more");
  }
}
