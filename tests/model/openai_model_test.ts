import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertNotMatch,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { ModelError, UsageError } from "../../src/errors.ts";
import type { ModelRequest, ModelRetry } from "../../src/model/language_model.ts";
import { openaiModel, type OpenAiModelOptions } from "../../src/model/openai_model.ts";
import { type ChatCall, type ChatReply, startOpenAiServer } from "../support/openai_server.ts";
import { ask, rejection } from "./conformance.ts";
import { fakeClock } from "../support/fake_clock.ts";

/** A server with a script of replies, and a model before it whose waits take no time. */
function serving(
  replies: readonly ChatReply[] | ((call: ChatCall) => ChatReply),
  options: Partial<OpenAiModelOptions> = {},
) {
  const server = startOpenAiServer((call) =>
    typeof replies === "function" ? replies(call) : replies[call.index] ?? "too many calls"
  );
  const clock = fakeClock();
  const model = openaiModel({ model: "m", baseUrl: server.baseUrl, clock, ...options });
  const retries: ModelRetry[] = [];
  return {
    server,
    clock,
    model,
    retries,
    generate: (request: ModelRequest = ask("hello")) =>
      model.generate(request, { onRetry: (retry) => retries.push(retry) }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function failure(promise: Promise<unknown>): Promise<ModelError> {
  const error = await rejection(promise);
  assertInstanceOf(error, ModelError);
  return error;
}

const jsonRequest: ModelRequest = {
  ...ask("as JSON"),
  format: { kind: "json", name: "an answer", schema: { type: "object" } },
};

Deno.test("openaiModel() repeats transient failures with growing waits, and reports each", async () => {
  await using s = serving([{ status: 429 }, { status: 500 }, { status: 503 }, "at last"]);
  assertEquals((await s.generate()).text, "at last");
  assertEquals(s.clock.waits, [500, 1_000, 2_000]);
  assertEquals(s.retries.map(({ attempt, waitMs }) => [attempt, waitMs]), [
    [1, 500],
    [2, 1_000],
    [3, 2_000],
  ]);
  assertStringIncludes(s.retries[0]?.reason ?? "", "429");
});

Deno.test("openaiModel() waits as long as the server asks", async () => {
  await using s = serving([
    { status: 429, headers: { "retry-after": "3" } },
    { status: 429, headers: { "retry-after-ms": "70", "retry-after": "9" } },
    "at last",
  ]);
  await s.generate();
  assertEquals(s.clock.waits, [3_000, 1_000]); // at least as long as without a header
});

Deno.test("openaiModel() gives up at once when the server asks to wait past the deadline", async () => {
  await using s = serving([{ status: 429, headers: { "retry-after": "3600" } }]);
  const error = await failure(s.generate());
  assertEquals([error.status, error.isFatal, s.server.calls.length], [429, false, 1]);
});

Deno.test("openaiModel() gives up after the last try, with the cause", async () => {
  await using s = serving(() => ({ status: 500 }), { maxAttempts: 3 });
  const error = await failure(s.generate());
  assertEquals([error.status, error.isFatal, s.server.calls.length], [500, false, 3]);
  assertInstanceOf(error.cause, Error);
});

Deno.test("openaiModel() ends within its deadline however many tries are left", async () => {
  await using s = serving(() => ({ status: 500 }), { maxAttempts: 100, deadlineMs: 5_000 });
  await failure(s.generate());
  assert(s.clock.now() <= 5_000);
  assertEquals(s.clock.waits, [500, 1_000, 2_000]);
});

Deno.test("openaiModel() tries again when a connection breaks in the middle of an answer", async () => {
  await using s = serving([{ isDropped: true }, "at last"]);
  assertEquals((await s.generate()).text, "at last");
  assertMatch(s.retries[0]?.reason ?? "", /connection broke/);
});

Deno.test("openaiModel() tries again when an answer stops, and not when a try took all its time", async () => {
  await using s = serving(({ index }) => index === 0 ? { isStalled: true } : "at last", {
    timeoutMs: 600_000,
    silenceMs: 100,
    maxAttempts: 1_000, // on a loaded machine good answers may stop as well
  });
  assertEquals((await s.generate()).text, "at last");
  assert(s.retries.length >= 1);
  for (const { reason } of s.retries) assertEquals(reason, "the answer stopped for 100 ms");

  await using slow = serving([{ delayMs: 600_000 }], { timeoutMs: 1_000 });
  const error = await failure(slow.generate());
  assertStringIncludes(error.message, "no answer within 1 s");
  assertStringIncludes(error.advice ?? "", "--model-timeout");
  assertEquals([error.isFatal, slow.server.calls.length], [false, 1]);
});

Deno.test("openaiModel() does not retry a permanent failure, and gives advice", async (t) => {
  const cases: readonly [string, ChatReply, RegExp][] = [
    ["a rejected key", { status: 401 }, /OPENAI_API_KEY/],
    ["a forbidden model", { status: 403 }, /OPENAI_API_KEY/],
    ["an unknown model", { status: 404, error: { message: "no such model" } }, /--model/],
    [
      "an empty account",
      { status: 429, error: { message: "You exceeded", code: "insufficient_quota" } },
      /credit/,
    ],
  ];
  for (const [name, reply, advice] of cases) {
    await t.step(name, async () => {
      await using s = serving([reply]);
      const error = await failure(s.generate());
      assertEquals([error.isFatal, s.server.calls.length, s.retries], [true, 1, []]);
      assertMatch(error.advice ?? "", advice);
    });
  }
});

Deno.test("openaiModel() names an address without a server", async () => {
  const closed = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = closed.addr;
  closed.close();
  const model = openaiModel({ model: "m", baseUrl: `http://127.0.0.1:${port}/v1` });
  const error = await failure(model.generate(ask("hello")));
  assert(error.isFatal);
  assertStringIncludes(error.message, `no connection to http://127.0.0.1:${port}/v1`);
  assertMatch(error.advice ?? "", /--base-url/);
});

Deno.test({
  name: "openaiModel() says which permission is missing when it may not use the network",
  permissions: { net: false, read: true, env: true },
  async fn() {
    const model = openaiModel({ model: "m", baseUrl: "http://127.0.0.1:49999/v1" });
    const error = await failure(model.generate(ask("hello")));
    assert(error.isFatal);
    assertStringIncludes(error.advice ?? "", "--allow-net=127.0.0.1:49999");
  },
});

Deno.test("openaiModel() recognises an error in an answer with status 200", async () => {
  await using s = serving([
    { raw: JSON.stringify({ error: { code: 429, message: "slow down" } }) },
    "at last",
  ]);
  assertEquals((await s.generate()).text, "at last");
  assertEquals(s.retries[0]?.reason, "slow down");
});

Deno.test("openaiModel() asks for a key at the call when OpenAI's own service is named", async () => {
  // The error comes at the call, not at the import.
  const model = openaiModel({ model: "gpt-4o" });
  const error = await failure(model.generate(ask("hello")));
  assert(error.isFatal);
  assertMatch(error.advice ?? "", /OPENAI_API_KEY/);
});

Deno.test("openaiModel() refuses a base URL that is none", () => {
  for (const baseUrl of ["localhost:1234/v1", "not a url", "file:///v1"]) {
    assertThrows(() => openaiModel({ model: "m", baseUrl }), UsageError, "base URL");
  }
});

Deno.test("openaiModel() sends only the fields that are set", async () => {
  await using s = serving(() => "yes");
  await s.generate();
  const sent = ["messages", "model", "stream", "stream_options"];
  assertEquals(Object.keys(s.server.calls[0]?.body ?? {}).sort(), sent);
  await s.generate({ ...ask("hello"), temperature: 0, maxTokens: 9, seed: 4 });
  const { temperature, max_tokens, seed } = s.server.calls[1]?.body ?? {};
  assertEquals([temperature, max_tokens, seed], [0, 9, 4]);
  assertEquals(s.server.calls[0]?.headers.get("authorization"), "Bearer none");
});

Deno.test("openaiModel() falls from strict schema to schema to object to none, and remembers", async () => {
  await using s = serving(({ body }) =>
    body.response_format === undefined
      ? "{}"
      : { status: 400, error: { message: "response_format is not supported" } }
  );
  await s.generate(jsonRequest);
  await s.generate(jsonRequest);
  const sent = s.server.calls.map(({ body }) => {
    const format = body.response_format;
    return format === undefined ? "none" : [format.type, format.json_schema?.strict];
  });
  assertEquals(sent, [
    ["json_schema", true],
    ["json_schema", false],
    ["json_object", undefined],
    "none",
    "none",
  ]);
  assertEquals(s.retries.length, 3);
  assertStringIncludes(s.retries[0]?.reason ?? "", "not strict");
});

Deno.test("openaiModel() forgets a fallback that did not help", async () => {
  await using s = serving(({ index }) =>
    index < 5 ? { status: 400, error: { message: "your prompt is bad" } } : "{}"
  );
  const error = await failure(s.generate(jsonRequest));
  assertEquals([error.status, error.isFatal], [400, false]);
  await s.generate(jsonRequest);
  assertEquals(s.server.calls.at(-1)?.body.response_format?.json_schema?.strict, true);
});

Deno.test("openaiModel() uses the options of reasoning models when the server requires them", async () => {
  await using s = serving(({ body }) => {
    if (body.max_tokens !== undefined) {
      const message = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.";
      return { status: 400, error: { message, param: "max_tokens" } };
    }
    if (body.temperature !== undefined) {
      return { status: 400, error: { message: "Unsupported value: 'temperature'" } };
    }
    return "yes";
  });
  await s.generate({ ...ask("hello"), temperature: 0, maxTokens: 9 });
  const { max_completion_tokens, temperature } = s.server.calls.at(-1)?.body ?? {};
  assertEquals([max_completion_tokens, temperature, s.server.calls.length], [9, undefined, 3]);
});

Deno.test("openaiModel() does not simplify a request that is too long", async () => {
  const message = "This model's maximum context length is 8192 tokens";
  await using s = serving(() => ({
    status: 400,
    error: { message, code: "context_length_exceeded" },
  }));
  const error = await failure(s.generate(jsonRequest));
  assertEquals(s.server.calls.length, 1);
  assertStringIncludes(error.message, "maximum context length");
});

Deno.test("openaiModel() counts tokens and dollars as the server reports them, else by estimate", async () => {
  const price = { promptUsd: 1, completionUsd: 2 };
  await using s = serving([
    { text: "hi", usage: { prompt: 1_000, completion: 500 } },
    { text: "hello there", usage: null },
  ], { price });
  assertEquals((await s.generate()).usage, {
    promptTokens: 1_000,
    completionTokens: 500,
    usd: 0.002,
  });
  const { usage } = await s.generate();
  assertEquals(usage.completionTokens, 2);
  assert(usage.promptTokens > 0 && usage.usd !== null && usage.usd > 0);
});

Deno.test("openaiModel() has no price at a server other than OpenAI's", async () => {
  await using s = serving(() => "hi", { model: "gpt-4o" });
  assertEquals((await s.generate()).usage.usd, null);
});

Deno.test("openaiModel() reads answers that were cut off, filtered, or refused", async () => {
  const refused = { choices: [{ message: { content: null, refusal: "I may not" } }] };
  await using s = serving([
    { text: "half an ans", finishReason: "length" },
    { text: "", finishReason: "content_filter" },
    { raw: JSON.stringify(refused) },
  ]);
  assertEquals((await s.generate()).finishReason, "length");
  assertEquals((await s.generate()).finishReason, "filter");
  const { text, finishReason } = await s.generate();
  assertEquals([text, finishReason], ["I may not", "filter"]);
});

Deno.test("openaiModel() stops a call under way when aborted, also while it waits to try again", async () => {
  await using slow = serving([{ delayMs: 600_000 }]);
  const reason = new Error("enough");
  const controller = new AbortController();
  const underway = rejection(slow.model.generate(ask("hello"), { signal: controller.signal }));
  while (slow.server.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  controller.abort(reason);
  assertStrictEquals(await underway, reason);

  await using busy = startOpenAiServer(() => ({ status: 500 }));
  const model = openaiModel({ model: "m", baseUrl: busy.baseUrl });
  const again = new AbortController();
  const waiting = model.generate(ask("hello"), {
    signal: again.signal,
    onRetry: () => queueMicrotask(() => again.abort(reason)),
  });
  assertStrictEquals(await rejection(waiting), reason);
});

Deno.test("openaiModel() keeps to the number of calls at once", async () => {
  await using s = serving(() => ({ text: "yes", delayMs: 20 }), { maxConcurrent: 2 });
  await Promise.all(Array.from({ length: 7 }, () => s.generate()));
  assertEquals([s.server.calls.length, s.server.mostAtOnce], [7, 2]);
});

Deno.test("openaiModel() never shows its key", async () => {
  await using s = serving([{ status: 401, error: { message: "bad key" } }], {
    apiKey: "sk-verysecretverysecret",
  });
  const error = await failure(s.generate());
  assertNotMatch(Deno.inspect(error), /verysecret/);
  assertEquals(s.server.calls[0]?.headers.get("authorization"), "Bearer sk-verysecretverysecret");
});

Deno.test("openaiModel() quotes a server's error up to a length", async () => {
  for (const status of [400, 401, 500]) {
    const message = `too long ${"x".repeat(1_000_000)}`;
    const { server, generate, retries } = serving(() => ({ status, error: { message } }));
    await using _server = server;
    const error = await rejection(generate());
    assertInstanceOf(error, ModelError);
    assertStringIncludes(error.message, "too long");
    for (const text of [error.message, error.text ?? "", ...retries.map(({ reason }) => reason)]) {
      assert(text.length < 10_000, `${text.length} characters`);
    }
  }
});

Deno.test("openaiModel() cuts an answer at its limit, with a mark", async () => {
  await using s = serving([{ text: "x".repeat(6_000_000) }, { text: "x".repeat(4_000_000) }]);
  const { text, finishReason } = await s.generate();
  assertEquals(finishReason, "length");
  assert(text.length <= 4 * 2 ** 20 + 50 && text.length > 4_000_000);
  assertMatch(text, /^x+\n… the rest cut$/);
  assertEquals((await s.generate()).finishReason, "stop");
});

Deno.test("openaiModel() refuses a body with more than 10,000 values, brackets in texts aside", async () => {
  const text = `${"[".repeat(20_000)}\\"{`;
  await using s = serving([{ text }, { raw: `{"choices": ${"[".repeat(10_001)}` }]);
  assertEquals((await s.generate()).text, text);
  assertStringIncludes((await failure(s.generate())).message, "received more than 10000 values");
});

Deno.test("openaiModel() quotes 2,000 characters of a server's error", async () => {
  const message = "x".repeat(3_000_000);
  for (
    const reply of [{ status: 404, raw: message }, { raw: JSON.stringify({ error: { message } }) }]
  ) {
    await using s = serving(() => reply);
    assert((await failure(s.generate())).message.length < 2_300);
  }
});
