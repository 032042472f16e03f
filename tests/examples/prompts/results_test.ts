import { assert, assertEquals, assertMatch } from "@std/assert";
import { tableByFamily } from "../../../examples/prompts/by_family.ts";
import experiment from "../../../examples/prompts/experiment.ts";
import { familyOf } from "../../../examples/prompts/task.ts";
import { readCells } from "../../../tools/experiment/results.ts";

const folder = new URL("../../../examples/prompts/", import.meta.url);
const { methods, axis, points, seeds } = experiment;

Deno.test("prompts has the results of all methods without a model, and says in each label that the student is synthetic", () => {
  const expected = Object.entries(methods).filter(([, { needsModel }]) => !needsModel)
    .flatMap(([method]) => seeds.map((seed) => `${method} ${seed}`));
  const made = readCells(folder).map(({ method, seed }) => `${method} ${seed}`);
  assertEquals(expected.filter((each) => !made.includes(each)), []);
  for (const label of [experiment.title, experiment.unit]) assertMatch(label, /SYNTHETIC/);
});

Deno.test("prompts begins equally with equal seed and template, and has each family as often", () => {
  const starts = new Map<string, number>();
  for (const { method, seed, values } of readCells(folder)) {
    if (method === "written by hand") continue;
    const key = `${seed} ${method.endsWith("stepwise")}`;
    assertEquals(starts.get(key) ?? values[0], values[0]);
    starts.set(key, values[0]!);
  }
  const counts = Map.groupBy(seeds, (seed) => familyOf(seed).name);
  assertEquals(new Set([...counts.values()].map(({ length }) => length)), new Set([2]));
});

Deno.test("prompts repeats a published figure", async () => {
  const key = { method: "written by hand", seed: 3 } as const;
  const run = await methods[key.method].run({ seed: key.seed, axis, points, model: null });
  const cell = readCells(folder).find(({ method, seed }) =>
    method === key.method && seed === key.seed
  );
  assertEquals({ ...cell, ...run }, cell);
});

Deno.test("tableByFamily() has the means of start and end of each family", () => {
  const [cell] = readCells(folder);
  assert(cell);
  const cells = [1, 9].map((seed) => ({ ...cell, seed, values: [0, 0.5, seed / 10] }));
  const [head, , first, second] = tableByFamily(cells).split("\n");
  assertEquals(head, `| start → end | ${cell.method} |`);
  assertEquals(first, "| word_sorting | 0.00 → 0.50 |");
  assertEquals(second, "| object_counting | – |");
});
