import { assertEquals, assertGreater, assertLess } from "@std/assert";
import { operatorNames } from "../../src/search/code_operators.ts";
import { varyCode } from "../../src/search/programs/code_varier.ts";
import { seededDice } from "../sandbox/random_program.ts";
import { mutatedSource, startSource } from "../support/sources/mutated_source.ts";
import { runBySources } from "../support/sources/run_by_sources.ts";
import { tempDir } from "../support/temp_dir.ts";

/** The whole property, 20,000 sources, is part of `deno task soak`. */
const sample = 200;

const dice = seededDice(1);
const sources = Array.from({ length: sample }, () => mutatedSource(dice));

Deno.test("a run goes on whatever source is proposed", async () => {
  const { faults, accepted, refused } = await runBySources(sources, { runDir: await tempDir() });
  assertEquals(faults, []);
  assertGreater(accepted, 25);
  assertGreater(refused, 25);
});

Deno.test("varyCode() gives variants or none, whatever the sources", async () => {
  const jobs = sources.map((source, seed) => ({
    ...{ source, partner: startSource, seed, maxLength: 2_000 },
    operators: [operatorNames[seed % operatorNames.length]!], // within the list
  }));
  for (let start = 0; start < jobs.length; start += 50) {
    const asked = jobs.slice(start, start + 50);
    const variants = await varyCode(asked);
    assertEquals(variants.length, asked.length);
    for (const variant of variants) assertLess(variant?.source.length ?? 0, 2_001);
  }
});
