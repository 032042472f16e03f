import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { pathToFileURL } from "node:url";
import { type CellRequest, runCell } from "../../../tools/experiment/cell_worker.ts";
import { recordedText, recordingOf } from "../../../tools/experiment/recording.ts";
import { type ChatReply, startOpenAiServer } from "../../support/openai_server.ts";
import { tempDir } from "../../support/temp_dir.ts";

const root = new URL("../../../", import.meta.url);

/** Optoprime on one number: right at 1. */
const source = `
import { defineTask, parameter } from "${root}mod.ts";
import { optimizedMethod } from "${root}tools/experiment/optimized_method.ts";
const task = defineTask({
  name: "number",
  agent: () => {
    const x = parameter(4, { name: "x" });
    return { x, forward: (shift) => x.sub(shift) };
  },
  examples: { train: [{ input: 1 }] },
  guide: (_, output) => output instanceof Error ? -99 : { score: -Math.abs(output), feedback: "Not yet." },
});
export default {
  title: "", unit: "", isMaximized: true, axis: "steps", points: [0, 1, 2], seeds: [1],
  methods: { optoprime: optimizedMethod({ task, optimizer: "optoprime" }) },
};
`;

/** Records with a model that answers so; the prompts that it got. */
async function recorded(request: CellRequest, answer: (call: number) => ChatReply) {
  await using server = startOpenAiServer(({ index }) => answer(index));
  const env = { OPTO_MODEL: "scripted", OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: "key" };
  for (const [name, value] of Object.entries(env)) Deno.env.set(name, value);
  try {
    const outcome = await runCell(request);
    assert(outcome.kind === "done", Deno.inspect(outcome));
    return { run: outcome.run, calls: server.calls.length };
  } finally {
    for (const name of Object.keys(env)) Deno.env.delete(name);
  }
}

Deno.test("a recording that was cut goes on where it was, and is compressed when it is complete", async () => {
  const folder = pathToFileURL(`${await tempDir()}/`);
  const module = new URL("experiment.ts", folder);
  await Deno.writeTextFile(module, source);
  const run = { method: "optoprime", seed: 1 };
  const path = recordingOf(folder, run);
  const answers = { path, isRecording: true };
  const request = { module: module.href, ...run, answers };

  const cut = await recorded(
    request,
    (call) =>
      call === 0 ? `{"suggestion": {"x": 3}}` : { status: 400, error: { message: "No more." } },
  );
  assertEquals(cut.run.values, [-3, -2]);
  assertStringIncludes(cut.run.incomplete ?? "", "No more.");
  assertEquals((await recordedText(path))?.trim().split("\n").length, 1);

  const whole = await recorded(request, () => `{"suggestion": {"x": 1}}`);
  assertEquals([whole.run.values, whole.run.incomplete, whole.calls], [[-3, -2, 0], undefined, 1]);
  assertEquals((await recordedText(path))?.trim().split("\n").length, 2);
  assertEquals([...Deno.readDirSync(new URL("recordings/", folder))].map(({ name }) => name), [
    "optoprime-1.jsonl.gz",
  ]);

  const replay = await runCell({ ...request, answers: { path, isRecording: false } });
  assert(replay.kind === "done");
  assertEquals(replay.run, whole.run);
});
