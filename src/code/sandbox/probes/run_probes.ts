/**
 * Runs the probe suite on this machine, one probe after the other.
 *
 * @module
 */
import { resolveLimits } from "../limits.ts";
import { openSandbox, type Sandbox } from "../open_sandbox.ts";
import { type Aim, Canary } from "./canary.ts";
import { outlawProbes } from "./outlaw_probes.ts";
import type { Probe, ProbeResult } from "./probe.ts";
import { realmProbes } from "./realm_probes.ts";
import { type OutlawEnd, runOutlaw } from "./run_outlaw.ts";

const limits = { timeoutMs: 150, memoryMb: 48, offHeapMb: 32 } as const;

/** A busy machine may take this long to try all of a probe's attempts. */
const attemptsMs = 5_000;

/**
 * Attacks the sandbox and tells what came of it.
 *
 * @param probes what to try @default the whole suite
 * @throws {SandboxError} when no sandbox can be started here
 */
export async function* runProbes(
  probes: readonly Probe[] = [...realmProbes, ...outlawProbes],
): AsyncGenerator<ProbeResult> {
  await using canary = await Canary.open();
  await using sandbox = await openSandbox(limits);
  for (const probe of probes) {
    yield await runProbe(probe, canary, sandbox);
  }
}

async function runProbe(probe: Probe, canary: Canary, sandbox: Sandbox): Promise<ProbeResult> {
  const { name, layer, expected, kinds, pattern } = probe;
  const start = performance.now();
  const end = await attack(probe, canary.aim, sandbox);
  const said = end.error?.message ?? String(end.value);
  const touched = canary.touched(Deno.inspect(end));
  const isHeld = kinds.includes(end.kind) && pattern.test(said) && touched.length === 0;
  return {
    name,
    layer,
    expected,
    observed: touched.length > 0 ? touched.join(", ") : observation(end, said, isHeld),
    containedBy: isHeld ? containment(probe, end, said) : "",
    isHeld,
    ms: performance.now() - start,
  };
}

async function attack(
  { layer, source, kinds }: Probe,
  aim: Aim,
  sandbox: Sandbox,
): Promise<OutlawEnd> {
  const limitMs = kinds.includes("timeout") ? limits.timeoutMs : attemptsMs;
  if (layer !== "realm") {
    return await runOutlaw({ layer, source, aim, limits: resolveLimits(limits), limitMs });
  }
  const loaded = await sandbox.load({ source });
  if (loaded.kind !== "loaded") return { kind: loaded.kind, value: "it was not loaded" };
  return await loaded.unit.call("attack", [aim], { timeoutMs: limitMs });
}

function observation({ kind }: OutlawEnd, said: string, isHeld: boolean): string {
  if (!isHeld) return `${kind}: ${said}`;
  return kind === "value" ? said : kind;
}

/** What stopped it. */
function containment({ layer }: Probe, { kind }: OutlawEnd, said: string): string {
  switch (kind) {
    case "value":
    case "thrown":
      return layer;
    case "timeout":
      return said.includes("did not answer") ? "host (kill)" : "realm (timer)";
    case "refused":
      return "realm (size)";
    default:
      return /protocol/.test(said) ? "host (protocol)" : "process";
  }
}
