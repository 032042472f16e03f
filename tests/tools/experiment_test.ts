import { assertEquals } from "@std/assert";
import numbers from "../../examples/numerical-words/experiment.ts";
import { replaying } from "../../src/model/replaying.ts";
import { runMethod } from "../../tools/experiment/run_method.ts";
import { summaries, tableText } from "../../tools/experiment/table.ts";
import type { Curve } from "../../tools/experiment/experiment.ts";

const folder = new URL("../../examples/numerical-words/", import.meta.url);

Deno.test("runMethod() repeats recorded runs of each method to the published figures", async () => {
  const { curves }: { curves: readonly Curve[] } = JSON.parse(
    await Deno.readTextFile(new URL("results.json", folder)),
  );
  for (const method of Object.keys(numbers.methods)) {
    const model = await replaying(new URL(`recordings/${method}-1.jsonl`, folder));
    const curve = await runMethod(numbers, { method, seed: 1 }, model);
    assertEquals(curve, curves.find((each) => each.method === method && each.seed === 1));
  }
});

Deno.test("tableText() has means with standard errors, the interval of the last, and the spending", () => {
  const curve = (seed: number, last: number): Curve => ({
    method: "opro",
    seed,
    values: [4, last],
    calls: 1,
    promptTokens: 1000 * seed,
    completionTokens: 50,
  });
  const [figures] = summaries([curve(1, 1), curve(2, 3)]);
  assertEquals([figures?.mean, figures?.standardError], [[4, 2], [0, 1]]);
  assertEquals(
    tableText([figures!], "distance").split("\n").at(-1), // one method was given
    "| opro | 4 ± 0 | 2 ± 1 | -10.7 to 14.7 | 1 | 1,500 | 50 |",
  );
});
