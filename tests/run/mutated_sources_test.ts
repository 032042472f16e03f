import { assertEquals, assertGreater, assertLess } from "@std/assert";
import { varyCode } from "../../src/search/evolution/vary_code.ts";
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
  for (const [seed, source] of sources.entries()) {
    const variants = await varyCode({ source, partner: startSource, seed, maxLength: 2_000 });
    for (const variant of variants) assertLess(variant.source.length, 2_001);
  }
});
