/**
 * Runs one attack where it belongs and says how it ended.
 *
 * @module
 */
import { resolveLimits } from "../../../src/code/sandbox/limits.ts";
import type { Sandbox } from "../../../src/code/sandbox/open_sandbox.ts";
import type { EscapeLayer } from "../../../src/code/sandbox/probes/escape_probe.ts";
import { runEscapeProbe } from "../../../src/code/sandbox/probes/run_escape_probe.ts";
import type { Attack } from "./attack.ts";
import type { TargetAddresses } from "../../../src/code/sandbox/probes/probe_targets.ts";
import { childrenOf } from "./host_state.ts";

/** Short, or the suite would take long. */
export const attackLimits = { timeoutMs: 80, memoryMb: 48, offHeapMb: 32 } as const;

/** How an attack ended. */
export interface End {
  readonly kind: string;
  /** The value, or the error, as text. */
  readonly said: string;
  /** All that came out, to look for secrets in. */
  readonly everything: string;
  /** Processes that the sandbox had started. */
  readonly offspring: readonly number[];
}

interface Result {
  readonly kind: string;
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
  readonly diagnostics?: readonly { readonly message: string }[];
}

/** As a candidate, without the static checks, so that it is the realm that must hold. */
export async function attackRealm(
  sandbox: Sandbox,
  attack: Attack,
  aim: TargetAddresses,
): Promise<End> {
  const loaded = await sandbox.load({ source: attack.source });
  if (loaded.kind !== "loaded") return endOf(loaded, sandbox.pid);
  const { pid } = sandbox;
  return endOf(await loaded.unit.call("attack", [aim], { timeoutMs: limitOf(attack) }), pid);
}

/** In place of the worker or of the main module. */
export async function attackLayer(attack: Attack, aim: TargetAddresses): Promise<End> {
  let offspring: readonly number[] = [];
  const end = await runEscapeProbe({
    layer: attack.layer as EscapeLayer, // the suite sends those of the realm elsewhere
    source: attack.source,
    aim,
    limits: resolveLimits(attackLimits),
    limitMs: limitOf(attack),
    look: (pid) => offspring = childrenOf(pid),
  });
  return { ...endOf(end, undefined), offspring };
}

/** What may run out of time does so soon; the others get through all of their attempts, also on a busy machine. */
function limitOf({ kinds, source }: Attack): number {
  const [, takesMs] = /^\/\/ Takes (\d+) ms$/m.exec(source) ?? [];
  if (takesMs !== undefined) return Number(takesMs);
  return kinds.includes("timeout") ? attackLimits.timeoutMs : 5_000;
}

function endOf(result: Result, pid: number | undefined): End {
  const { error, diagnostics, value } = result;
  const said = error !== undefined
    ? `${error.name}: ${error.message}`
    : diagnostics?.map(({ message }) => message).join("; ") ?? text(value);
  return {
    kind: result.kind,
    said,
    everything: text(result),
    offspring: pid === undefined ? [] : childrenOf(pid),
  };
}

function text(value: unknown): string {
  return typeof value === "string"
    ? value
    : Deno.inspect(value, { depth: 8, breakLength: Infinity, strAbbreviateSize: 100_000 });
}
