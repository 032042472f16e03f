/**
 * Runs the probe suite on this machine, one probe after another.
 *
 * @module
 */
import { SandboxError } from "../../../errors.ts";
import { resolveLimits } from "../limits.ts";
import { openSandbox, type Sandbox } from "../open_sandbox.ts";
import { ProbeTargets, type TargetAddresses } from "./probe_targets.ts";
import { compilerProbes, runCompilerProbe } from "./compiler_probes.ts";
import { escapeProbes } from "./escape_probes.ts";
import type { ProbeResult, SecurityProbe } from "./probe.ts";
import { realmProbes } from "./realm_probes.ts";
import { type EscapeProbeEnd, runEscapeProbe } from "./run_escape_probe.ts";

const limits = { timeoutMs: 150, memoryMb: 48, offHeapMb: 32 } as const;

/** Time limit for all attempts of a probe, also on a busy machine. */
const attemptsMs = 5_000;

/**
 * Attacks the sandbox and reports the outcome of each attack.
 *
 * @param probes the attacks @default the whole suite
 * @throws {SandboxError} when no sandbox can be started here
 */
export async function* runProbes(
  probes: readonly SecurityProbe[] = [...realmProbes, ...escapeProbes, ...compilerProbes],
): AsyncGenerator<ProbeResult> {
  await using targets = await ProbeTargets.open();
  await using sandbox = await openSandbox({ ...limits, realmLife: "call" }); // as in a run
  for (const probe of probes) {
    yield await runProbe(probe, targets, sandbox);
  }
}

async function runProbe(
  probe: SecurityProbe,
  targets: ProbeTargets,
  sandbox: Sandbox,
): Promise<ProbeResult> {
  const { name, layer, expected, kinds, pattern } = probe;
  const start = performance.now();
  const end = await attack(probe, targets.aim, sandbox);
  const output = end.error?.message ?? String(end.value);
  const touched = targets.touched(Deno.inspect(end));
  const isHeld = kinds.includes(end.kind) && pattern.test(output) && touched.length === 0;
  return {
    name,
    layer,
    expected,
    observed: touched.length > 0 ? touched.join(", ") : observation(end, output, isHeld),
    containedBy: isHeld ? containment(probe, end, output) : "",
    isHeld,
    ms: performance.now() - start,
  };
}

async function attack(
  probe: SecurityProbe,
  aim: TargetAddresses,
  sandbox: Sandbox,
): Promise<EscapeProbeEnd> {
  const { layer, source, kinds, calls = 1 } = probe;
  if (layer === "compiler") return await runCompilerProbe(probe);
  const limitMs = kinds.includes("timeout") ? limits.timeoutMs : attemptsMs;
  if (layer !== "realm") {
    return await runEscapeProbe({ layer, source, aim, limits: resolveLimits(limits), limitMs });
  }
  const loaded = await sandbox.load({ source });
  if (loaded.kind !== "loaded") return { kind: loaded.kind, value: "it was not loaded" };
  const argsList = Array.from({ length: calls }, () => [aim]);
  const results = await loaded.unit.callMany("attack", argsList, { timeoutMs: limitMs });
  const last = results.at(-1);
  if (last === undefined) throw new SandboxError("Cannot find the result of a probe");
  return last;
}

function observation({ kind }: EscapeProbeEnd, output: string, isHeld: boolean): string {
  if (!isHeld) return `${kind}: ${output}`;
  return kind === "value" ? output : kind;
}

/** The layer or limit that stopped it. */
function containment({ layer }: SecurityProbe, { kind }: EscapeProbeEnd, output: string): string {
  if (layer === "compiler") return layer;
  switch (kind) {
    case "value":
    case "thrown":
      return layer;
    case "timeout":
      return output.includes("did not answer") ? "host (kill)" : "realm (timer)";
    case "refused":
      return "realm (size)";
    default:
      return /protocol/.test(output) ? "host (protocol)" : "process";
  }
}
