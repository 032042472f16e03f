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
import {
  ProbeTargets,
  type TargetAddresses,
} from "../../../src/code/sandbox/probes/probe_targets.ts";
import { childrenOf, HostState } from "./host_state.ts";
import { attackLayer, attackLimits, attackRealm, type End } from "./run_attack.ts";
import { betray, repent, traitors } from "./traitors.ts";
import { Witness } from "./witness.ts";

/** What came of one attack. */
export interface Verdict {
  readonly name: string;
  /** How it ended, and what it said. */
  readonly kind: string;
  readonly said: string;
  /** All that is not as it must be; empty when the attack was held. */
  readonly wrong: readonly string[];
  readonly ms: number;
}

class Arena {
  readonly #sandbox: Sandbox;
  readonly #witness: Witness;

  constructor(sandbox: Sandbox, witness: Witness) {
    this.#sandbox = sandbox;
    this.#witness = witness;
  }

  /** Runs an attack, and looks at everything that it must not have touched. */
  async judge(attack: Attack): Promise<Verdict> {
    const { name, kinds, pattern } = attack;
    const start = performance.now();
    const wrong: string[] = [];
    let end: End = { kind: "none", said: "", everything: "", offspring: [] };
    await using targets = await ProbeTargets.open();
    using host = new HostState();
    try {
      end = await this.#run(attack, targets.aim);
      if (!kinds.includes(end.kind) || !pattern.test(end.said)) {
        wrong.push(`it ended by ${end.kind}: ${end.said.slice(0, 300)}`);
      }
      if (end.offspring.length > 0) wrong.push(`it started processes: ${end.offspring.join()}`);
      wrong.push(...await this.#witness.noticed());
    } catch (error) {
      wrong.push(`it broke the host: ${Deno.inspect(error)}`);
    }
    wrong.push(...targets.touched(end.everything), ...await host.changed());
    const orphans = childrenOf(Deno.pid).filter((pid) => pid !== this.#sandbox.pid);
    if (orphans.length > 0) wrong.push(`processes are left: ${orphans.join()}`);
    return {
      name,
      kind: end.kind,
      said: end.said.slice(0, 200),
      wrong,
      ms: performance.now() - start,
    };
  }

  #run(attack: Attack, aim: TargetAddresses): Promise<End> {
    if (traitors.includes(attack)) return betray(attack, aim, this.#sandbox);
    return attack.layer === "realm"
      ? attackRealm(this.#sandbox, attack, aim)
      : attackLayer(attack, aim);
  }
}

async function main([layer = "", report = "", only = ""]: string[]): Promise<void> {
  const attacks = layer === "traitors" ? traitors : await readAttacks(layer as Layer);
  await using sandbox = await openSandbox(attackLimits);
  const arena = new Arena(sandbox, await Witness.open(sandbox));
  const verdicts: Verdict[] = [];
  for (const attack of attacks) {
    if (attack.name.includes(only)) verdicts.push(await arena.judge(attack));
  }
  repent();
  await Deno.writeTextFile(report, JSON.stringify(verdicts));
}

if (import.meta.main) await main(Deno.args);
