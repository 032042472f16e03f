import { assertEquals, assertRejects } from "@std/assert";
import { ModelError } from "../../src/errors.ts";
import type { LanguageModel, ModelRetry } from "../../src/model/language_model.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { Journal } from "../../src/trainer/journal.ts";
import { journaled } from "../../src/trainer/journaled_model.ts";
import { Ledger, spentIn } from "../../src/trainer/ledger.ts";

const request = { messages: [{ role: "user" as const, content: "Well?" }] };

function setUp(known: readonly RunEvent[] = []) {
  let count = 0;
  const model = scriptedModel(() => `answer ${++count}`);
  const events: RunEvent[] = [];
  const ledger = new Ledger({ maxEvaluations: null, clock: () => 0 });
  const journal = new Journal(known);
  const emit = (event: RunEvent) => void events.push(event);
  const ofProposal = (proposal: number) =>
    journaled(model, { of: { step: 1, proposal, attempt: 0 }, journal, ledger, emit });
  return { model, events, ledger, ofProposal };
}

Deno.test("journaled() emits each exchange, and answers from a journal that has it", async () => {
  const first = setUp();
  const asked = first.ofProposal(0);
  const answers = [await asked.generate(request), await asked.generate(request)];
  assertEquals(first.ledger.spent().calls, 2);

  const second = setUp(first.events);
  const again = second.ofProposal(0);
  assertEquals([await again.generate(request), await again.generate(request)], answers);
  assertEquals([second.model.requests.length, second.ledger.spent().calls], [0, 0]);
  assertEquals((await again.generate(request)).text, "answer 1"); // the log has no third
  assertEquals(second.ledger.spent().calls, 1);
});

Deno.test("journaled() emits again what it answers from the journal", async () => {
  const first = setUp();
  await first.ofProposal(0).generate(request);
  const second = setUp(first.events);
  await second.ofProposal(0).generate(request);
  assertEquals(second.events, first.events.filter(({ type }) => type === "exchange"));
  await second.ofProposal(1).generate(request); // of another proposal: the log has none
  assertEquals(second.model.requests.length, 1);
});

Deno.test("journaled() says when it asks, and counts tries that were paid for and lost", async () => {
  const usage = { promptTokens: 7, completionTokens: 3, usd: 0.5 };
  const events: RunEvent[] = [];
  const ledger = new Ledger({ maxEvaluations: null, clock: () => 0 });
  const model: LanguageModel = {
    name: "costly",
    generate(_request, { onRetry } = {}) {
      onRetry?.({ attempt: 1, reason: "broken", waitMs: 0, usage });
      return Promise.reject(new ModelError("broken again", { usage }));
    },
  };
  const asked = journaled(model, {
    of: { step: 2, proposal: 1, attempt: 0 },
    journal: new Journal(),
    ledger,
    emit: (event) => void events.push(event),
  });
  await assertRejects(() => asked.generate(request), ModelError, "broken again");
  assertEquals(events, [
    { type: "asking", step: 2, proposal: 1, attempt: 0, model: "costly" },
    { type: "model-trouble", step: 2, kind: "retry", reason: "broken", usage },
    { type: "model-trouble", step: 2, kind: "failed", reason: "broken again", usage },
  ]);
  const { calls, promptTokens, completionTokens, usd } = ledger.spent();
  assertEquals([calls, promptTokens, completionTokens, usd], [2, 14, 6, 1]);
  assertEquals(spentIn(events).calls, 2);
});

Deno.test("journaled() has the model's name and price, and hands signal and retries on", async () => {
  const retry = { attempt: 1, reason: "busy", waitMs: 5 };
  const signals: unknown[] = [];
  const inner = scriptedModel(() => "yes");
  const { price, ...unpriced } = inner;
  const model: LanguageModel = {
    ...inner,
    generate(request, options = {}) {
      signals.push(options);
      options.onRetry?.(retry);
      return inner.generate(request);
    },
  };
  const events: RunEvent[] = [];
  const options = {
    of: { step: 3, proposal: 0, attempt: 0 },
    journal: new Journal(),
    ledger: new Ledger({ maxEvaluations: null, clock: () => 0 }),
    emit: (event: RunEvent) => void events.push(event),
  };
  const asked = journaled(model, options);
  assertEquals([asked.name, asked.price], ["scripted", price]);
  assertEquals("price" in journaled(unpriced, options), false);
  const { signal } = new AbortController();
  const retries: ModelRetry[] = [];
  await asked.generate(request, { signal, onRetry: (retry) => void retries.push(retry) });
  await asked.generate(request);
  assertEquals(signals.map((given) => Object.keys(given as object).toSorted()), [
    ["onRetry", "signal"],
    ["onRetry"],
  ]);
  assertEquals(retries, [retry]);
  const trouble = { type: "model-trouble", step: 3, kind: "retry", reason: "busy" } as const;
  assertEquals(events.filter(({ type }) => type === "model-trouble"), [trouble, trouble]);
});
