import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertInstanceOf,
  assertMatch,
} from "@std/assert";
import { ModelError } from "../../src/errors.ts";
import { metered } from "../../src/model/metered.ts";
import { openaiModel } from "../../src/model/openai_model.ts";
import { type BrokenServer, brokenServers } from "../support/broken_replies.ts";
import { startRawServer } from "../support/raw_server.ts";
import { fakeClock } from "../support/fake_clock.ts";

const unlimited = { calls: null, tokens: null, usd: null };
const request = { messages: [{ role: "user" as const, content: "Well?" }] };

async function ask({ replies, name }: BrokenServer) {
  const server = startRawServer((number) => replies[Math.min(number, replies.length - 1)]!);
  await using _server = server;
  const clock = fakeClock();
  const model = openaiModel({
    model: "m",
    baseUrl: server.baseUrl,
    price: { promptUsd: 1, completionUsd: 1 },
    maxAnswerBytes: 100_000,
    timeoutMs: name === "never says a word" ? 500 : 60_000,
    silenceMs: name.startsWith("stalls") ? 1_000 : 60_000,
    clock,
  });
  const paying = metered(model, { budget: unlimited });
  const outcome = await paying.generate(request).then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
  return { outcome, spent: paying.spent, server, waits: clock.waits };
}

assertGreaterOrEqual(brokenServers.length, 90);
assertEquals(new Set(brokenServers.map(({ name }) => name)).size, brokenServers.length);

for (const server of brokenServers) {
  const { name, wanted, requests } = server;
  Deno.test(`openaiModel() with a server that ${name}`, async () => {
    const { outcome, spent, server: { requests: made, sent }, waits } = await ask(server);
    if (typeof wanted === "string") {
      assert("answer" in outcome, Deno.inspect(outcome));
      const { text, finishReason, usage, model } = outcome.answer;
      if (wanted.length < 1_000) assertEquals(text, wanted);
      else {
        assert(text.startsWith(wanted), `${text.length} characters`);
        assertMatch(text.slice(-60), /cut$/);
        assertEquals(finishReason, "length");
        assert(text.length < 110_000, `${text.length} characters`);
      }
      assert(Number.isSafeInteger(usage.promptTokens) && usage.promptTokens >= 0);
      assert(usage.usd !== null && Number.isFinite(usage.usd));
      assertEquals(model, "m");
    } else {
      assert("error" in outcome, Deno.inspect(outcome));
      assertInstanceOf(outcome.error, ModelError);
      assertMatch(outcome.error.message, wanted.failure);
      assertEquals(outcome.error.isFatal, wanted.isFatal ?? false);
      assert(outcome.error.message.length < 3_000);
    }
    if (name === "never says a word") assert(made <= requests); // on a busy machine none may arrive in time
    else assertEquals(made, requests);
    assertEquals(spent.calls, server.paid ?? (typeof wanted === "string" ? 1 : 0));
    assert(waits.every((ms) => ms >= 500 && ms <= 120_000), String(waits)); // never without a pause
    assert(sent < 64 * 2 ** 20, `${sent} bytes were taken from an endless body`);
  });
}
