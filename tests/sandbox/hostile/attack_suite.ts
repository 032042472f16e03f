/**
 * A host of its own for the attacks of one layer: `attack_suite.ts LAYER REPORT [NAME]` writes the results to a file.
 *
 * It runs as a process of its own so that the test can read its standard output and error, and see whether it survived.
 *
 * @module
 */
import { openSandbox, type Sandbox } from "../../../src/code/sandbox/open_sandbox.ts";
import { type Attack, type Layer, readAttacks } from "./attack.ts";
import {
  ProbeTargets,
  type TargetAddresses,
} from "../../../src/code/sandbox/probes/probe_targets.ts";
import { HostState, sandboxChildren } from "./host_state.ts";
import { attackLayer, attackLimits, attackRealm, type End } from "./run_attack.ts";
import { positiveControls, simulate, undoLast } from "./positive_controls.ts";
import { SecondCandidate } from "./second_candidate.ts";

/** The result of one attack. */
export interface AttackResult {
  readonly name: string;
  /** How the attack ended. */
  readonly kind: string;
  readonly said: string;
  /** Differences from the expected state; empty when the attack was held. */
  readonly wrong: readonly string[];
  readonly ms: number;
}

class AttackSuite {
  readonly #sandbox: Sandbox;
  readonly #second: SecondCandidate;

  constructor(sandbox: Sandbox, second: SecondCandidate) {
    this.#sandbox = sandbox;
    this.#second = second;
  }

  /** Runs an attack, and checks everything that it must not touch. */
  async run(attack: Attack): Promise<AttackResult> {
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
      wrong.push(...await this.#second.noticed());
    } catch (error) {
      wrong.push(`it broke the host: ${Deno.inspect(error)}`);
    }
    wrong.push(...targets.touched(end.everything), ...await host.changed());
    const orphans = sandboxChildren().filter((pid) => pid !== this.#sandbox.pid);
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
    if (positiveControls.includes(attack)) return simulate(attack, aim, this.#sandbox);
    return attack.layer === "realm"
      ? attackRealm(this.#sandbox, attack, aim)
      : attackLayer(attack, aim);
  }
}

async function main([layer = "", report = "", only = ""]: string[]): Promise<void> {
  const attacks = layer === "positiveControls"
    ? positiveControls
    : await readAttacks(layer as Layer);
  await using sandbox = await openSandbox(attackLimits);
  const suite = new AttackSuite(sandbox, await SecondCandidate.open(sandbox));
  const results: AttackResult[] = [];
  for (const attack of attacks) {
    if (attack.name.includes(only)) results.push(await suite.run(attack));
  }
  undoLast();
  await Deno.writeTextFile(report, JSON.stringify(results));
}

if (import.meta.main) await main(Deno.args);
