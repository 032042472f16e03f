import { assertEquals } from "@std/assert";
import type { Cell } from "../../../tools/experiment/results.ts";
import { summaries } from "../../../tools/experiment/summary.ts";
import { tableText } from "../../../tools/experiment/table.ts";

/** A run of opro. */
function cell(seed: number, values: readonly number[], others: Partial<Cell> = {}): Cell {
  return {
    method: "opro",
    seed,
    values,
    evaluations: 10,
    calls: 1,
    promptTokens: 1000 * seed,
    completionTokens: 50,
    usd: 0.01,
    seconds: 2,
    fingerprint: "",
    version: "",
    ...others,
  };
}

const options = { unit: "distance", axis: "steps", points: [0, 1], needModel: [] } as const;

Deno.test("tableText() has means with standard errors, the interval of the last, and the spending", () => {
  const figures = summaries([cell(1, [4, 1]), cell(2, [4, 3])], options.points);
  assertEquals([figures[0]?.mean, figures[0]?.standardError], [[4, 2], [0, 1]]);
  assertEquals(
    tableText(figures, options).split("\n").at(-1),
    "| opro | 4 ± 0 | 2 ± 1 | -10.7 to 14.7 | 2 | 10 | 1 | 1,500 | 50 | 0.01 | 2 |",
  );
});

Deno.test("tableText() leaves incomplete runs out of the means and lists them", () => {
  const cut = cell(2, [4], { usd: null, incomplete: "No answer." });
  const text = tableText(summaries([cell(1, [4, 1]), cut], options.points), options);
  assertEquals(text.split("\n").slice(2), [
    "| opro | 4 ± 0 | 1 ± 0 | – | 1 | 10 | 1 | 1,000 | 50 | 0.01 | 2 |",
    "",
    "opro, seed 2: incomplete, 1 of 2 points. No answer.",
  ]);
});

Deno.test("tableText() says which methods need a model, and that a price is not known", () => {
  const figures = summaries([cell(1, [4, 1], { method: "own", usd: null })], options.points);
  const rows = tableText(figures, { ...options, needModel: ["opro"] }).split("\n").slice(2);
  assertEquals(rows, [
    "| own | 4 ± 0 | 1 ± 0 | – | 1 | 10 | 1 | 1,000 | 50 | – | 2 |",
    "| opro | needs a model |  |  |  |  |  |  |  |  |  |",
  ]);
});

Deno.test("tableText() leaves out the points that a method does not go to", () => {
  const figures = summaries([cell(1, [4, 1], { method: "own" }), cell(1, [4]), cell(2, [2])], [
    0,
    1,
  ]);
  const rows = tableText(figures, options).split("\n").slice(2);
  assertEquals(rows.map((row) => row.split(" | ").slice(0, 4)), [
    ["| own", "4 ± 0", "1 ± 0", "–"],
    ["| opro", "3 ± 1", "", "-9.71 to 15.7"],
  ]);
});

Deno.test("tableText() has at most seven points, with the first and the last", () => {
  const points = Array.from({ length: 21 }, (_, i) => i);
  const figures = summaries([cell(1, points)], points);
  const [head = ""] = tableText(figures, { ...options, points }).split("\n");
  assertEquals(head.split(" | ").slice(1, 8), ["0", "3", "7", "10", "13", "17", "20"]);
});

Deno.test("tableText() has no columns of calls and tokens where no method asks a model", () => {
  const free = cell(1, [4, 1], { calls: 0, promptTokens: 0, completionTokens: 0, usd: 0 });
  const [head = ""] = tableText(summaries([free], options.points), options).split("\n");
  assertEquals(head.split(" | ").slice(4), ["runs", "evaluations", "seconds |"]);
});
