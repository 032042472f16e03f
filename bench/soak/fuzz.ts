/**
 * Runs random programs with hostile fragments, 20 ms each.
 *
 * @module
 */
import { openSandbox } from "../../src/code/sandbox/open_sandbox.ts";
import { HostState } from "../../tests/sandbox/hostile/host_state.ts";
import { SecondCandidate } from "../../tests/sandbox/hostile/second_candidate.ts";
import { randomProgram, seededDice } from "../../tests/sandbox/random_program.ts";
import { countBy, type Figures, spread } from "./figures.ts";

/** @param count number of programs */
export async function fuzz(count: number): Promise<Figures> {
  using host = new HostState();
  await using sandbox = await openSandbox({ timeoutMs: 20, memoryMb: 48, offHeapMb: 32 });
  const second = await SecondCandidate.open(sandbox);
  const dice = seededDice(1);
  const kinds: string[] = [];
  const ms: number[] = [];
  const faults: string[] = [];
  for (let round = 1; round <= count; round++) {
    const source = randomProgram(dice);
    const start = performance.now();
    const loaded = await sandbox.load({ source });
    const { kind } = loaded.kind === "loaded" ? await loaded.unit.call("f", [round, "b"]) : loaded;
    ms.push(performance.now() - start);
    kinds.push(kind);
    if (round % 8 === 0) faults.push(...await second.noticed());
  }
  faults.push(...await host.changed());
  return { rows: [["ended by", countBy(kinds)], ["a program", spread(ms)]], faults };
}
