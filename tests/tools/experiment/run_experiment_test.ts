import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { pathToFileURL } from "node:url";
import { readCells } from "../../../tools/experiment/results.ts";
import {
  runExperiment,
  type RunExperimentOptions,
} from "../../../tools/experiment/run_experiment.ts";
import { tempDir } from "../../support/temp_dir.ts";

const tools = new URL("../../../tools/experiment/", import.meta.url);

/** An experiment on a parabola: random search, and a method with a model. Its runs leave a line each in `made`. */
const source = `
import { numericMethod } from "${tools}numeric_method.ts";
import { randomSearch } from "${tools}numeric/random_search.ts";
const search = numericMethod(randomSearch, (seed) => {
  Deno.writeTextFileSync(new URL("made", import.meta.url), seed + "\\n", { append: true });
  if (seed === 13) throw new Error("Seed 13 fails");
  return { bounds: [[-1, 1]], start: [1], loss: ([x]) => x ** 2 };
});
export default {
  title: "Parabola", unit: "square", isMaximized: false, axis: "evaluations", points: [0, 2, 10],
  seeds: [1, 2], methods: { search, asking: { ...search, needsModel: true } },
  anchors: [{ name: "least", value: 0, source: "by hand" }],
};
`;

/** Runs the experiment of a folder. */
async function run(folder: URL, options: Partial<RunExperimentOptions> = {}) {
  const lines = { output: [] as string[], progress: [] as string[] };
  const print: RunExperimentOptions["print"] = (line, to) => lines[to].push(line);
  const isWhole = await runExperiment(folder, { command: "experiment", print, ...options });
  return {
    isWhole,
    output: lines.output.join("\n"),
    progress: lines.progress.join("\n"),
    made: (await Deno.readTextFile(new URL("made", folder))).split("\n").sort().slice(1),
  };
}

Deno.test("runExperiment() makes each run once, keeps it as it ends, and draws table and chart", async () => {
  const folder = pathToFileURL(`${await tempDir()}/`);
  await Deno.writeTextFile(new URL("experiment.ts", folder), source);

  const { message } = await assertRejects(() => run(folder, { methods: ["nix"] }), TypeError);
  assertEquals(message, 'Cannot run "nix" as a method: expected one of search, asking');

  const failed = await run(folder, { seeds: [1, 13], methods: ["search"] });
  assertEquals([failed.isWhole, failed.made], [false, ["1", "13"]]);
  assertStringIncludes(failed.progress, "search, seed 13: failed. Seed 13 fails");

  const whole = await run(folder);
  assertEquals([whole.isWhole, whole.made], [true, ["1", "13", "2"]]); // 1 has its result
  assertStringIncludes(whole.output, "| asking | needs a model |");
  const cells = readCells(folder);
  assertEquals(cells.map(({ seed, values }) => [seed, values.length]), [[1, 3], [2, 3]]);
  assertEquals(cells[0]?.values[0], 1); // the loss of the start
  assert(cells[0]!.values[2]! <= cells[0]!.values[1]!);
  assertEquals(cells[0]?.evaluations, 10);
  assertStringIncludes(await Deno.readTextFile(new URL("chart.svg", folder)), "Parabola");

  const replayed = await run(folder, { mode: "replay" });
  assertEquals([replayed.isWhole, replayed.made.length], [true, 5]);

  const anew = await run(folder, { mode: "again", seeds: [2] });
  assertEquals([anew.isWhole, anew.made.length], [true, 6]);

  // Another source: both are made again. The module is cached, so that only its text differs.
  await Deno.writeTextFile(new URL("experiment.ts", folder), `${source}// changed`);
  const again = await run(folder, { methods: ["search"] });
  assertStringIncludes(again.progress, "2 results are of other sources or recordings");
  assertEquals(again.made.length, 8);
});

Deno.test("runExperiment() finds a result that is not repeated", async () => {
  const folder = pathToFileURL(`${await tempDir()}/`);
  await Deno.writeTextFile(new URL("experiment.ts", folder), source);
  const path = new URL("results.json", folder);
  await run(folder, { seeds: [1] });
  const text = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, text.replace('"values":[1,', '"values":[2,'));
  const { isWhole, progress } = await run(folder, { seeds: [1], mode: "replay" });
  assertEquals(isWhole, false);
  assertStringIncludes(progress, "search, seed 1: differs from results.json");
});
