/**
 * The attacks of `tests/sandbox/hostile/`, sent as tasks and as candidates of a task: a sixth of them here, each to one place of a
 * task by turns; `deno task soak --attacks 1` sends all to all places.
 */
import { assert, assertEquals } from "@std/assert";
import { runAttackSuite } from "./run_attack_suite.ts";
import { readAllAttacks, sampleOf } from "./attack_suite.ts";
import { ownPlaces, refusalOf } from "./attack_task.ts";

const attacks = await readAllAttacks();

const sample = sampleOf(attacks);

Deno.test(`an untrusted task holds ${sample.length} attacks, as its code and as its candidates`, async (test) => {
  // Side by side: each host waits for its processes most of the time.
  const suites = [ownPlaces.slice(0, 2).join(), ownPlaces.slice(2).join(), "candidate"];
  const results = (await Promise.all(suites.map(runAttackSuite))).flat();
  const sent = sample.filter((attack) => refusalOf(attack) === undefined);
  assertEquals(results.length, sent.length + sample.length);
  for (const { place, name, wrong } of results) {
    await test.step(`${place}: ${name}`, () => assertEquals(wrong, []));
  }
  for (const place of [...ownPlaces, "candidate"]) {
    assert(results.some((result) => result.place === place && result.kind === "report"), place);
  }
});

Deno.test("attacks that import what no task may import are refused before they run", () => {
  const importing = attacks.filter(({ source }) =>
    /(?<![\w.])import[( ]|import\.meta/.test(source)
  );
  assert(importing.length > 20, `${importing.length}`);
  for (const attack of importing) {
    const refusal = refusalOf(attack, attack.source) ?? "";
    assert(/imports|import\.meta/.test(refusal), `${attack.name}: ${refusal}`);
  }
});
