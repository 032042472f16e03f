import { assertEquals, assertRejects } from "@std/assert";
import { ModelError, UsageError } from "../../src/errors.ts";
import { manualModel } from "../../src/model/manual_model.ts";
import { openModel } from "../../src/model/open_model.ts";
import { tempDir } from "../support/temp_dir.ts";
import { ask } from "./conformance.ts";

Deno.test("manualModel() numbers its prompts, and gives each call its own answer", async () => {
  const directory = await tempDir();
  const model = manualModel({ directory, pollMs: 1 });
  const both = [model.generate(ask("Well?")), model.generate(ask("Well?"))];
  await Deno.writeTextFile(`${directory}/0002.answer.txt`, "second");
  await Deno.writeTextFile(`${directory}/0001.answer.txt`, "first\n");
  assertEquals((await Promise.all(both)).map(({ text }) => text), ["first", "second"]);
  assertEquals((await both[0])?.usage.usd, 0);
});

Deno.test("manualModel() of a later process uses the prompts and answers that are there", async () => {
  const directory = await tempDir();
  await Deno.writeTextFile(`${directory}/0001.prompt.txt`, "Other?");
  await Deno.writeTextFile(`${directory}/0002.prompt.txt`, "Well?");
  await Deno.writeTextFile(`${directory}/0002.answer.txt`, "yes");
  const { text } = await manualModel({ directory, pollMs: 1 }).generate({
    messages: [{ role: "user", content: "Well?" }],
  });
  assertEquals(text, "yes");
  const names = [...Deno.readDirSync(directory)].map(({ name }) => name).toSorted();
  assertEquals(names, ["0001.prompt.txt", "0002.answer.txt", "0002.prompt.txt"]);
});

Deno.test("manualModel() of a later process gives an equal prompt of another draw an answer of its own", async () => {
  const directory = await tempDir();
  const model = () => manualModel({ directory, pollMs: 1 });
  await Deno.writeTextFile(`${directory}/0001.answer.txt`, "first");
  assertEquals((await model().generate(ask("Well?"))).text, "first");
  const later = model().generate(ask("Well?"), { draw: " 1 0" });
  await Deno.writeTextFile(`${directory}/0002.answer.txt`, "second");
  assertEquals((await later).text, "second");
  assertEquals((await model().generate(ask("Well?"), { draw: " 1 0" })).text, "second");
  assertEquals((await model().generate(ask("Well?"))).text, "first");
});

Deno.test("manualModel() ends at its deadline, and when it is aborted", async () => {
  const directory = await tempDir();
  const model = manualModel({ directory, pollMs: 1, deadlineMs: 5 });
  await assertRejects(() => model.generate(ask("Well?")), ModelError, "No answer came");
  const stopping = new AbortController();
  const waiting = manualModel({ directory, pollMs: 60_000 })
    .generate(ask("Again?"), { signal: stopping.signal });
  stopping.abort(new Error("enough"));
  await assertRejects(() => waiting, Error, "enough");
});

Deno.test("openModel() opens manual:DIR, and names a directory that cannot be made", async () => {
  const directory = `${await tempDir()}/answers`;
  const none = { baseUrl: undefined, apiKey: undefined };
  assertEquals((await openModel(`manual:${directory}`, none)).name, `manual:${directory}`);
  await Deno.writeTextFile(`${directory}/file`, "");
  const error = await assertRejects(
    () => openModel(`manual:${directory}/file/x`, none),
    UsageError,
  );
  assertEquals(error.message.startsWith(`Cannot use "${directory}/file/x" as the directory`), true);
});
