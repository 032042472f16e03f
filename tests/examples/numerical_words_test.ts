import { assertEquals } from "@std/assert";
import experiment from "../../examples/numerical-words/experiment.ts";
import { readCells } from "../../tools/experiment/results.ts";

Deno.test("the methods of numerical-words begin at the same distance with the same seed", async () => {
  const path = new URL("../../examples/numerical-words/results.json", import.meta.url);
  const bySeed = Map.groupBy(await readCells(path), ({ seed }) => seed);
  assertEquals([...bySeed.keys()].sort((one, other) => one - other), experiment.seeds);
  for (const cells of bySeed.values()) {
    assertEquals(new Set(cells.map(({ values }) => values[0])).size, 1);
  }
});

Deno.test("numerical-words repeats the published figures of methods of other fields", async () => {
  const cells = await readCells(
    new URL("../../examples/numerical-words/results.json", import.meta.url),
  );
  const { methods, axis, points } = experiment;
  for (const method of ["Adam 1", "random search"] as const) {
    const run = await methods[method].run({ seed: 7, axis, points, model: null });
    const cell = cells.find((each) => each.method === method && each.seed === 7);
    assertEquals({ ...cell, ...run }, cell);
  }
});
