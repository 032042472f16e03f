import { assertEquals } from "@std/assert";
import { ModelError } from "../../../src/errors.ts";
import type { LanguageModel } from "../../../src/model/language_model.ts";
import type { Experiment } from "../../../tools/experiment/experiment.ts";
import { recordedModel } from "../../../tools/experiment/recording.ts";
import "../../../src/entry/install_host_services.ts";

const examples = new URL("../../../examples/", import.meta.url);

/** Recordings of one experiment that are looked at; the robot has nine with prompts of three kinds. */
const maxEach = 4;

/** Recordings of the first seed, by the folder of their experiment. */
async function firstRecordings(): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for await (const { name: folder, isDirectory } of Deno.readDir(examples)) {
    const recordings = new URL(`${folder}/recordings/`, examples);
    if (!isDirectory || !await Deno.stat(recordings).catch(() => null)) continue;
    const files = await Array.fromAsync(Deno.readDir(recordings), ({ name }) => name);
    const first = files.filter((name) => /-1\.jsonl(\.gz)?$/.test(name)).sort();
    found.set(folder, first.slice(0, maxEach));
  }
  return found;
}

/** Gets the first answer from a model, and none after it. */
function firstAnswerOf(model: LanguageModel): LanguageModel & { readonly answered: number } {
  let answered = 0;
  return {
    name: model.name,
    get answered() {
      return answered;
    },
    async generate(request, options) {
      await model.generate(request, options);
      answered++;
      throw new ModelError("One answer is enough", { isFatal: true });
    },
  };
}

// A whole run may take minutes; a prompt that is not the recorded one any more mostly differs in the first.
Deno.test("the first prompts of recorded runs are still the recorded ones", async (t) => {
  for (const [folder, files] of await firstRecordings()) {
    const { default: experiment } = await import(new URL(`${folder}/experiment.ts`, examples).href);
    const { methods, axis, points }: Experiment = experiment;
    for (const file of files) {
      await t.step(`${folder}/recordings/${file}`, async () => {
        const path =
          new URL(`${folder}/recordings/${file.replace(/\.gz$/, "")}`, examples).pathname;
        const recorded = await recordedModel(path);
        await using _closed = recorded;
        const model = firstAnswerOf(recorded.model!); // a recording has answers
        const method = methods[decodeURIComponent(file.replace(/-1\.jsonl(\.gz)?$/, ""))]!; // of its experiment
        const run = await method.run({ seed: 1, axis, points: points.slice(0, 3), model });
        assertEquals(model.answered, 1, run.incomplete);
      });
    }
  }
});
