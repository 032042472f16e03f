import { assert, assertEquals, assertInstanceOf, assertLessOrEqual } from "@std/assert";
import { ModelError } from "../../src/errors.ts";
import type { ModelClock } from "../../src/model/model_clock.ts";
import { openaiModel } from "../../src/model/openai_model.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { eventsOf, toyRun } from "../../src/testing/toy_run.ts";
import { spentIn } from "../../src/trainer/ledger.ts";
import { brokenServers, completion, response } from "../support/broken_replies.ts";
import { startRawServer } from "../support/raw_server.ts";

/** A clock whose waits take no time. */
const clock: ModelClock = { now: () => 0, wait: () => Promise.resolve() };

function modelAt(
  baseUrl: string,
  limits: { readonly timeoutMs?: number; readonly silenceMs?: number } = {},
) {
  return openaiModel({
    model: "m",
    baseUrl,
    price: { promptUsd: 1, completionUsd: 1 },
    maxAnswerBytes: 100_000,
    timeoutMs: 20_000,
    clock,
    ...limits,
  });
}

for (const { name, replies, wanted, requests, paid = 1, endsRun = false } of brokenServers) {
  Deno.test(`a run ends well with a server that ${name}`, async () => {
    await using server = startRawServer((number) => replies[Math.min(number, replies.length - 1)]!);
    const model = modelAt(server.baseUrl, {
      ...(name === "never says a word" ? { timeoutMs: 200 } : {}),
      ...(name.startsWith("stalls") ? { silenceMs: 100 } : {}),
    });
    const budget = { calls: 50, tokens: 100_000_000, usd: 1_000, seconds: 600 };
    const run = toyRun({
      evaluator: toyEvaluator(),
      optimizer: { name: "opro", repairs: 0 },
      trainer: "minibatch",
      model,
      steps: 2,
      budget,
    });
    const events = await eventsOf(run);
    const last = events.at(-1);
    assert(last?.type === "finished");
    assertEquals(events.filter(({ type }) => type === "finished").length, 1);
    assertLessOrEqual(last.usage.calls, budget.calls);
    assertEquals(last.usage.calls, spentIn(events).calls);
    if (typeof wanted === "string") {
      await run.result;
      assertEquals(last.stopReason, "steps");
      assertEquals(last.usage.calls, paid + 1); // the second step asks once more
      return;
    }
    const error = await run.result.then(() => null, (error: unknown) => error);
    assertInstanceOf(error, ModelError);
    assertEquals([last.stopReason, last.error?.code], ["failed", "model"]);
    assert((last.error?.message.length ?? 0) < 3_000);
    const asks = endsRun ? 1 : 2;
    assertLessOrEqual(server.requests, asks * requests + 3); // three more forms of the schema may be tried
    const lost = events.filter((event) => event.type === "warning" && event.code === "model-lost");
    assertEquals(lost.length, endsRun || name.includes("quota") ? 0 : 2);
  });
}

Deno.test("a run goes on when the model fails after its first answer, and says what was lost", async () => {
  await using server = startRawServer((number) =>
    number === 0
      ? response(completion({ content: '{"suggestion": {"x": 1}}' }))
      : response('{"error": {"message": "bad request"}}', { status: "400 Bad Request" })
  );
  const run = toyRun({
    evaluator: toyEvaluator(),
    optimizer: { name: "opro", repairs: 0 },
    trainer: "minibatch",
    model: modelAt(server.baseUrl),
    steps: 3,
  });
  const events = await eventsOf(run);
  assertEquals((await run.result).stopReason, "steps");
  const warnings = events.filter((event) => event.type === "warning");
  assertEquals(warnings.map(({ step, code }) => [step, code]), [[2, "model-lost"], [
    3,
    "model-lost",
  ]]);
  assert(warnings.every(({ message, advice }) => message.includes("bad request") && advice));
});

Deno.test("a model that fails three asks before its first answer ends the run", async () => {
  await using server = startRawServer(() => response("{}", { status: "503 Down" }));
  const run = toyRun({
    evaluator: toyEvaluator(),
    optimizer: { name: "opro", repairs: 0 },
    trainer: "minibatch",
    model: modelAt(server.baseUrl),
    steps: 20,
  });
  const events = await eventsOf(run);
  await run.result.catch(() => {});
  assertEquals(server.requests, 12);
  assertEquals(events.filter(({ type }) => type === "step").length, 2);
});
