import { assert, assertEquals } from "@std/assert";
import type { AttackResult } from "./attack_suite.ts";
import { compileUnit } from "../../../src/code/compile/compile_unit.ts";
import { openSandbox } from "../../../src/code/sandbox/open_sandbox.ts";
import { describeIntrinsics } from "./intrinsics.ts";
import { attackLimits } from "./run_attack.ts";
import { type Attack, type Layer, readAttacks } from "./attack.ts";
import { positiveControls } from "./positive_controls.ts";
import { runSuite } from "./run_suite.ts";

/** Runs the attacks of a layer. */
function runAttacks(layer: Layer | "positiveControls"): Promise<readonly AttackResult[]> {
  return runSuite(new URL("attack_suite.ts", import.meta.url), layer);
}

const attacks: Readonly<Record<Layer, readonly Attack[]>> = {
  realm: await readAttacks("realm"),
  worker: await readAttacks("worker"),
  process: await readAttacks("process"),
};

for (const layer of ["realm", "worker", "process"] as const) {
  Deno.test(`the ${layer} holds alone against ${attacks[layer].length} attacks`, async (test) => {
    const results = new Map((await runAttacks(layer)).map((result) => [result.name, result]));
    for (const { name, tries } of attacks[layer]) {
      await test.step(`${name}: ${tries}`, () => {
        const result = results.get(name);
        assert(result !== undefined, "it did not run");
        assertEquals(result.wrong, []);
      });
    }
  });
}

Deno.test("the suite reports each thing that an attack may touch", async () => {
  const results = await runAttacks("positiveControls");
  assertEquals(results.length, positiveControls.length);
  for (const { name, wrong } of results) {
    const expected = name.split(": one")[0] ?? name;
    assert(wrong.some((text) => text.startsWith(expected)), `not reported: ${name}`);
  }
});

Deno.test("no attack leaves anything for the next call of its own code where calls keep nothing", async () => {
  await using sandbox = await openSandbox({ ...attackLimits, realmLife: "call" });
  const look = `\n${describeIntrinsics}
  export function look() { return describeIntrinsics() + Math.random() + RegExp.$1 + RegExp.lastMatch; }`;
  const lookAfter = async (source: string, attack?: string): Promise<unknown> => {
    const loaded = await sandbox.load({ source: source + look });
    if (loaded.kind !== "loaded") return loaded.kind;
    if (attack !== undefined) await loaded.unit.call(attack, [{}], { timeoutMs: 5_000 });
    const result = await loaded.unit.call("look", [], { timeoutMs: 5_000 });
    return result.kind === "value" ? result.value : result;
  };
  const quiet = attacks.realm.filter(({ kinds, source }) =>
    kinds.join() === "value" && !/^\/\/ Takes/m.test(source)
  );
  assert(quiet.length > 30, `${quiet.length}`);
  for (const { name, source } of quiet) {
    assertEquals(await lookAfter(source, "attack"), await lookAfter(source), name);
  }
});

const refused = attacks.realm.filter(({ refusedBy }) => refusedBy !== undefined);
for (const { name, source, refusedBy } of refused) {
  Deno.test(`compileUnit() refuses ${name} before it runs`, async () => {
    const original = "export function attack(): void {}";
    const outcome = await compileUnit({ entry: "attack", source, original }, "screen");
    const diagnostics = outcome.kind === "refused" ? outcome.diagnostics : [];
    assert(
      diagnostics.some(({ stage }) => stage === refusedBy),
      JSON.stringify(diagnostics),
    );
  });
}
