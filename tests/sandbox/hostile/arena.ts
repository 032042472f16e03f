/**
 * A host of its own for the attacks of one layer: `arena.ts LAYER REPORT [NAME]` writes what it saw to a file.
 *
 * It runs as a process of its own so that the test can see what came out of its standard output and error, and whether
 * it survived.
 *
 * @module
 */
import { openSandbox, type Sandbox } from "../../../src/code/sandbox/open_sandbox.ts";
import { type Attack, type Layer, readAttacks } from "./attack.ts";
import { Canary } from "./canary.ts";
import { childrenOf, HostState } from "./host_state.ts";
import { attackLayer, attackLimits, attackRealm, type End } from "./run_attack.ts";
import { traitors } from "./traitors.ts";
import { Witness } from "./witness.ts";

/** What came of one attack. */
export interface Verdict {
  readonly name: string;
  readonly kind: string;
  readonly said: string;
  /** All that is not as it must be; empty when the attack was held. */
  readonly wrong: readonly string[];
  readonly ms: number;
}

async function judge(
  attack: Attack,
  run: () => Promise<End>,
  sandbox: Sandbox,
  witness: Witness,
): Promise<Verdict> {
  const start = performance.now();
  const wrong: string[] = [];
  await using canary = await Canary.open();
  using host = new HostState();
  aimOf.set(attack, canary);
  const end = await run();
  if (!attack.kinds.includes(end.kind) || !attack.pattern.test(end.said)) {
    wrong.push(`it ended by ${end.kind}: ${end.said.slice(0, 300)}`);
  }
  if (end.offspring.length > 0) wrong.push(`it started processes: ${end.offspring.join()}`);
  wrong.push(...await witness.noticed());
  wrong.push(...canary.touched(end.everything), ...await host.changed());
  const known = new Set([sandbox.pid]);
  const orphans = childrenOf(Deno.pid).filter((pid) => !known.has(pid));
  if (orphans.length > 0) wrong.push(`processes are left: ${orphans.join()}`);
  const { kind, said } = end;
  return {
    name: attack.name,
    kind,
    said: said.slice(0, 200),
    wrong,
    ms: performance.now() - start,
  };
}

const aimOf = new Map<Attack, Canary>();

function aim(attack: Attack) {
  const canary = aimOf.get(attack);
  if (canary === undefined) throw new ReferenceError("Cannot aim without a canary");
  return canary.aim;
}

async function main([layer = "", report = "", only = ""]: string[]): Promise<void> {
  const verdicts: Verdict[] = [];
  await using sandbox = await openSandbox(attackLimits);
  const witness = await Witness.open(sandbox);
  if (layer === "traitors") {
    for (const { name, betray } of traitors) {
      const attack: Attack = {
        layer: "realm",
        name,
        tries: name,
        kinds: ["value"],
        pattern: /^held$/,
        refusedBy: undefined,
        source: "",
      };
      verdicts.push(await judge(attack, () => betray(aim(attack), sandbox), sandbox, witness));
    }
  } else {
    for (const attack of await readAttacks(layer as Layer)) {
      if (!attack.name.includes(only)) continue;
      const run = () =>
        layer === "realm"
          ? attackRealm(sandbox, attack, aim(attack))
          : attackLayer(attack, aim(attack));
      try {
        verdicts.push(await judge(attack, run, sandbox, witness));
      } catch (error) {
        const wrong = [`it broke the host: ${Deno.inspect(error)}`];
        verdicts.push({ name: attack.name, kind: "none", said: "", wrong, ms: 0 });
      }
    }
  }
  await Deno.writeTextFile(report, JSON.stringify(verdicts));
}

if (import.meta.main) await main(Deno.args);
