import {
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertNotMatch,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { ModelError, UsageError } from "../../src/errors.ts";
import { answering } from "../../src/model/answering.ts";
import { type Exchange, requestKey } from "../../src/model/exchange.ts";
import type { ModelRequest } from "../../src/model/language_model.ts";
import { recording, RecordingFile } from "../../src/model/recording.ts";
import { readExchanges, replaying } from "../../src/model/replaying.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { ask, rejection } from "./conformance.ts";
import { tempDir } from "../support/temp_dir.ts";

/** Calls `fn` with a path in a directory that is removed afterwards. */
async function withPath(fn: (path: string) => Promise<void>): Promise<void> {
  const directory = await tempDir();
  try {
    await fn(`${directory}/recording.jsonl`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function exchangesOf(requests: readonly ModelRequest[], answers: readonly string[]) {
  const exchanges: Exchange[] = [];
  const sink = {
    write(exchange: Exchange) {
      exchanges.push(exchange);
      return Promise.resolve();
    },
  };
  const model = recording(scriptedModel(answers), sink);
  for (const request of requests) await model.generate(request);
  return exchanges;
}

Deno.test("requestKey() is the same for equal requests in any order of their fields", async () => {
  const messages = [{ role: "user", content: "a" }] as const;
  const key = await requestKey({ messages, temperature: 0, seed: 1 });
  assertEquals(await requestKey({ seed: 1, temperature: 0, messages }), key);
  assertMatch(key, /^[\da-f]{16}$/);
  const others = [{ messages, temperature: 0 }, { ...ask("a"), temperature: 0, seed: 1 }];
  for (const other of others) assertEquals(await requestKey(other) === key, false);
});

Deno.test("recording() writes the file of replaying(), repeated prompts in order", async () => {
  await withPath(async (path) => {
    const requests = ["a", "b", "a"].map(ask);
    {
      await using file = await RecordingFile.open(path);
      const model = recording(scriptedModel(["first", "second", "third"]), file);
      for (const request of requests) await model.generate(request);
    }
    const model = await replaying(path);
    const texts = [];
    for (const request of requests) texts.push((await model.generate(request)).text);
    assertEquals(texts, ["first", "second", "third"]);
    const error = await rejection(model.generate(ask("a")));
    assertInstanceOf(error, ModelError);
    assertStringIncludes(error.message, "was answered as often as it was recorded");
  });
});

Deno.test("recording() writes each exchange whole before it is given back, however many end at once", async () => {
  await withPath(async (path) => {
    await using file = await RecordingFile.open(path);
    const model = recording(scriptedModel(({ messages }) => `${messages[1]?.content}`), file);
    const contents = Array.from({ length: 30 }, (_, index) => `${index} `.repeat(500));
    await Promise.all(contents.map(async (content) => {
      await model.generate(ask(content));
      assertStringIncludes(await Deno.readTextFile(path), JSON.stringify(content));
    }));
    const written = readExchanges(await Deno.readTextFile(path), path);
    assertEquals(written.map(({ response }) => response.text).sort(), contents.toSorted());
  });
});

Deno.test("recording() strikes out keys, and the exchange is found all the same", async () => {
  await withPath(async (path) => {
    const secret = "correct-horse-battery";
    const request = ask(`My key is sk-abcdefghijklmnop1234, my password ${secret}.`);
    {
      await using file = await RecordingFile.open(path);
      const answer = "Authorization: Bearer abcdef.ghijkl-123456";
      await recording(scriptedModel([answer]), file, { secrets: [secret] }).generate(request);
    }
    const written = await Deno.readTextFile(path);
    assertNotMatch(written, /sk-abc|correct-horse|ghijkl/);
    const model = await replaying(path);
    assertEquals((await model.generate(request)).text, "Authorization: Bearer [redacted]");
  });
});

Deno.test("RecordingFile.open() creates a file, and appends to one only with isResumed", async () => {
  await withPath(async (path) => {
    const write = async (isResumed: boolean, answer: string) => {
      await using file = await RecordingFile.open(path, { isResumed });
      await recording(scriptedModel([answer]), file).generate(ask("a"));
    };
    await write(false, "first");
    await assertRejects(() => RecordingFile.open(path), UsageError, "a file that exists");
    await write(true, "second");
    assertEquals(readExchanges(await Deno.readTextFile(path), path).length, 2);
    await assertRejects(() => RecordingFile.open(`${path}/no/file`), UsageError, "no/file");
  });
});

Deno.test("RecordingFile.open() takes the empty file of a run that was killed, once", async () => {
  await withPath(async (path) => {
    await Deno.writeTextFile(path, "");
    await using _file = await RecordingFile.open(path);
    await assertRejects(() => RecordingFile.open(path), UsageError, "a file that exists");
  });
});

Deno.test("replaying() has the price of the recorded model", async () => {
  const price = { promptUsd: 1, completionUsd: 2 };
  const exchanges: Exchange[] = [];
  const sink = { write: (exchange: Exchange) => Promise.resolve(void exchanges.push(exchange)) };
  await recording({ ...scriptedModel(["1"]), price }, sink).generate(ask("a"));
  assertEquals(answering(null, exchanges).price, price);
});

Deno.test("replaying() shows the nearest recorded prompt and where it differs", async () => {
  const recorded = await exchangesOf([ask("line one\nline two"), ask("other")], ["1", "2"]);
  const error = await rejection(answering(null, recorded).generate(ask("line one\nline three")));
  assertInstanceOf(error, ModelError);
  assertEquals(error.isFatal, true);
  assertStringIncludes(error.message, `exchange 1 (key ${recorded[0]?.key})`);
  assertStringIncludes(error.message, '\n  recorded: "line two"\n  asked:    "line three"');
});

Deno.test("replaying() names the setting that differs, and an empty recording", async () => {
  const recorded = await exchangesOf([ask("a")], ["1"]);
  const hotter = await rejection(
    answering(null, recorded).generate({ ...ask("a"), temperature: 1 }),
  );
  assertInstanceOf(hotter, ModelError);
  assertStringIncludes(hotter.message, 'asked:    "{\\"temperature\\":1}"');
  const none = await rejection(answering(null, []).generate(ask("a")));
  assertInstanceOf(none, ModelError);
  assertStringIncludes(none.message, "the recording is empty");
});

Deno.test("replaying() refuses a file that is not a recording, but skips an incomplete last line", async () => {
  await withPath(async (path) => {
    await assertRejects(() => replaying(path), UsageError, path);
    await Deno.writeTextFile(path, "not a recording");
    await assertRejects(() => replaying(path), UsageError, "line 1");
  });
  const [exchange] = await exchangesOf([ask("a")], ["1"]);
  const line = JSON.stringify(exchange);
  assertEquals(readExchanges(`${line}\n${line.slice(0, 40)}`, "r").length, 1);
  assertEquals(readExchanges("", "r").length, 0);
  const broken = ["{}", "[]", "null", '{"key":"k","request":{},"response":{}}', line.slice(0, 40)];
  for (const text of broken) {
    assertThrows(() => readExchanges(`${line}\n${text}\n`, "r"), UsageError, "line 2 of");
  }
});

Deno.test("answering() gives earlier answers first and asks the model for the others", async () => {
  const earlier = await exchangesOf([ask("a"), ask("b")], ["then a", "then b"]);
  const live = scriptedModel(["now"]);
  const model = answering(live, earlier);
  const texts = await Promise.all(
    [ask("b"), ask("a"), ask("c")].map(async (request) => (await model.generate(request)).text),
  );
  assertEquals(texts, ["then b", "then a", "now"]);
  assertEquals(live.requests, [ask("c")]);
});
