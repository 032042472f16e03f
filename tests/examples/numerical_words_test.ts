import { assert, assertEquals } from "@std/assert";
import experiment from "../../examples/numerical-words/experiment.ts";
import { readCells } from "../../tools/experiment/results.ts";
import { numericalReader } from "../support/numerical_reader.ts";

const folder = new URL("../../examples/numerical-words/", import.meta.url);

Deno.test("the methods of numerical-words begin at the same distance with the same seed", () => {
  const bySeed = Map.groupBy(readCells(folder), ({ seed }) => seed);
  assertEquals([...bySeed.keys()].sort((one, other) => one - other), experiment.seeds);
  for (const cells of bySeed.values()) {
    assertEquals(new Set(cells.map(({ values }) => values[0])).size, 1);
  }
});

Deno.test("numerical-words repeats the published figures of methods of other fields", async () => {
  const cells = readCells(folder);
  const { methods, axis, points } = experiment;
  for (const method of ["Adam 1", "random search"] as const) {
    const run = await methods[method].run({ seed: 7, axis, points, model: null });
    const cell = cells.find((each) => each.method === method && each.seed === 7);
    assertEquals({ ...cell, ...run }, cell);
  }
});

Deno.test("numerical-words shows with the trace what its numbers do, and hides it where that is masked", async () => {
  const { methods, axis, points } = experiment;
  for (const seed of [4, 5, 6]) {
    const request = { seed, axis, points, model: numericalReader() };
    const { values } = await methods.optoprime.run(request);
    assert(values.at(-1)! < values[0]! / 50, `${values}`);
    const masked = await methods.masked.run({ ...request, model: numericalReader() });
    assertEquals(new Set(masked.values).size, 1); // no program, no proposal
  }
});
