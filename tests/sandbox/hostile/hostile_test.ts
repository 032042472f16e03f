import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { compileUnit } from "../../../src/code/compile_unit.ts";
import type { Verdict } from "./arena.ts";
import { type Attack, type Layer, readAttacks } from "./attack.ts";
import { traitors } from "./traitors.ts";

const decoder = new TextDecoder();

/** Runs attacks in a host of their own, which must survive and say nothing. */
async function fight(layer: Layer | "traitors"): Promise<Verdict[]> {
  const directory = await Deno.makeTempDir({ prefix: "opto-arena-" });
  const report = join(directory, "report.json");
  try {
    const arena = new URL("arena.ts", import.meta.url).href;
    const { success, signal, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--quiet", arena, layer, report],
    }).output();
    const said = decoder.decode(stdout) + decoder.decode(stderr);
    assert(success, `the host did not survive (${signal}): ${said}`);
    assertEquals(said, "", "something came out on the host's terminal");
    return JSON.parse(await Deno.readTextFile(report));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

const attacks: Readonly<Record<Layer, readonly Attack[]>> = {
  realm: await readAttacks("realm"),
  worker: await readAttacks("worker"),
  process: await readAttacks("process"),
};

for (const layer of ["realm", "worker", "process"] as const) {
  Deno.test(`the ${layer} holds alone against ${attacks[layer].length} attacks`, async (test) => {
    const verdicts = new Map((await fight(layer)).map((verdict) => [verdict.name, verdict]));
    for (const { name, tries } of attacks[layer]) {
      await test.step(`${name}: ${tries}`, () => {
        const verdict = verdicts.get(name);
        assert(verdict !== undefined, "it did not run");
        assertEquals(verdict.wrong, []);
      });
    }
  });
}

Deno.test("the arena notices each thing that an attack may touch", async () => {
  const verdicts = await fight("traitors");
  assertEquals(verdicts.length, traitors.length);
  for (const { name, wrong } of verdicts) {
    const expected = name.split(": one")[0] ?? name;
    assert(wrong.some((text) => text.startsWith(expected)), `nobody noticed: ${name}`);
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
