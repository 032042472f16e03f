import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import numbers from "../../../examples/numerical-words/experiment.ts";
import type { Experiment } from "../../../tools/experiment/experiment.ts";
import { recordedModel, recordedText, recordingOf } from "../../../tools/experiment/recording.ts";
import { readCells } from "../../../tools/experiment/results.ts";
import { replaying } from "../../../src/model/replaying.ts";
import { tempDir } from "../../support/temp_dir.ts";

const folder = new URL("../../../examples/numerical-words/", import.meta.url);
const { methods, axis, points }: Experiment = numbers;

Deno.test("optimizedMethod() repeats recorded runs of each method to the published figures", async () => {
  const cells = readCells(folder);
  for (const method of ["optoprime", "masked", "opro"]) {
    const { model } = await recordedModel(recordingOf(folder, { method, seed: 1 }));
    const run = await methods[method]!.run({ seed: 1, axis, points, model });
    const cell = cells.find((each) => each.method === method && each.seed === 1);
    assertEquals({ ...cell, ...run }, cell);
  }
});

Deno.test("optimizedMethod() has the measure up to where its recording ends, and says that it ended", async () => {
  const text = await recordedText(recordingOf(folder, { method: "opro", seed: 1 }));
  const path = `${await tempDir()}/opro-1.jsonl`;
  await Deno.writeTextFile(path, text!.split("\n").slice(0, 2).join("\n") + "\n");
  const [cell] = readCells(folder)
    .filter(({ method, seed }) => method === "opro" && seed === 1);
  const run = await methods.opro!.run({ seed: 1, axis, points, model: await replaying(path) });
  assertEquals(run.values, cell?.values.slice(0, 3));
  assertEquals(run.calls, 2);
  assertStringIncludes(run.incomplete ?? "", "Cannot answer a prompt from the recording");
  assert(run.completionTokens > 0);
});
