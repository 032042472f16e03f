import {
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { BudgetError, ModelError, UsageError } from "../../src/errors.ts";
import type { LanguageModel, ModelResponse } from "../../src/model/language_model.ts";
import { metered, ModelMeter } from "../../src/model/metered.ts";
import type { ModelSpending } from "../../src/model/spending.ts";
import { listPrice, type ModelPrice, priceOf } from "../../src/model/price.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { estimatePromptTokens } from "../../src/model/usage.ts";
import { ask, rejection } from "./conformance.ts";

const noLimit = { calls: null, tokens: null, usd: null };
const price: ModelPrice = { promptUsd: 1_000, completionUsd: 2_000 };

/** A model whose calls take 10 and 5 tokens, at a price. */
function fixedModel(own: ModelPrice | null = price): LanguageModel {
  const usage = { promptTokens: 10, completionTokens: 5 };
  const response: ModelResponse = {
    text: "yes",
    finishReason: "stop",
    usage: { ...usage, usd: priceOf(own, usage) },
    model: "fixed",
  };
  return { ...scriptedModel(() => response), name: "fixed", price: own };
}

async function budgetOf(promise: Promise<unknown>): Promise<string> {
  const error = await rejection(promise);
  assertInstanceOf(error, BudgetError);
  return error.budget;
}

Deno.test("metered() counts the cost by the price where the model does not say it, and holds the budget", async () => {
  const silent = { ...fixedModel(null), price };
  const model = metered(silent, { budget: { ...noLimit, usd: 0.03 } });
  const { usage } = await model.generate({ ...ask("a"), maxTokens: 1 });
  assertEquals([usage.usd, model.spent.usd], [0.02, 0.02]);
  assertEquals(await budgetOf(model.generate({ ...ask("b"), maxTokens: 5 })), "usd");
});

Deno.test("metered() adds up the use and reports it", async () => {
  const reported: ModelSpending[] = [];
  const model = metered(fixedModel(), {
    budget: noLimit,
    onSpent: (spent) => reported.push(spent),
  });
  await model.generate(ask("a"));
  await model.generate(ask("b"));
  assertEquals(model.spent, { calls: 2, promptTokens: 20, completionTokens: 10, usd: 0.04 });
  assertEquals(reported.map(({ calls }) => calls), [1, 2]);
});

Deno.test("metered() makes no call over the number of calls, also when they are under way at once", async () => {
  const inner = scriptedModel(() => "yes");
  const model = metered(inner, { budget: { ...noLimit, calls: 3 } });
  const ends = await Promise.allSettled(Array.from({ length: 5 }, () => model.generate(ask("a"))));
  assertEquals(ends.map(({ status }) => status).sort(), [
    "fulfilled",
    "fulfilled",
    "fulfilled",
    "rejected",
    "rejected",
  ]);
  assertEquals(inner.requests.length, 3);
  assertEquals(await budgetOf(model.generate(ask("a"))), "calls");
});

Deno.test("metered() makes no call that may go over the tokens or the dollars", async () => {
  const tokens = metered(fixedModel(), { budget: { ...noLimit, tokens: 40 } });
  assertEquals(await budgetOf(tokens.generate(ask("a"))), "tokens"); // the length of an answer is unknown
  await tokens.generate({ ...ask("a"), maxTokens: 5 });
  assertEquals(await budgetOf(tokens.generate({ ...ask("a"), maxTokens: 100 })), "tokens");
  await tokens.generate(ask("a"));
  assertEquals(await budgetOf(tokens.generate(ask("a"))), "tokens");

  const dollars = metered(fixedModel(), { budget: { ...noLimit, usd: 0.05 } });
  await dollars.generate({ ...ask("a"), maxTokens: 5 });
  await dollars.generate(ask("a"));
  assertEquals(await budgetOf(dollars.generate(ask("a"))), "usd");
});

Deno.test("metered() reserves the possible cost of pending calls", async () => {
  const model = metered(fixedModel(), { budget: { ...noLimit, tokens: 50 } });
  const request = { ...ask("a"), maxTokens: 5 };
  const ends = await Promise.allSettled(Array.from({ length: 9 }, () => model.generate(request)));
  const made = ends.filter(({ status }) => status === "fulfilled").length;
  assertEquals(made, Math.floor(50 / (estimatePromptTokens(request) + 5)));
});

Deno.test("metered() drops the reservation of a call that fails", async () => {
  let calls = 0;
  const inner = scriptedModel(() => calls++ === 0 ? new ModelError("no") : "yes");
  const model = metered(inner, { budget: { ...noLimit, calls: 1 } });
  await assertRejects(() => model.generate(ask("a")), ModelError);
  assertEquals((await model.generate(ask("a"))).text, "yes");
});

Deno.test("metered() refuses to hold dollars when the price is not known", () => {
  const budget = { ...noLimit, usd: 1 };
  assertThrows(() => metered(fixedModel(null), { budget }), UsageError, "no price");
});

Deno.test("metered() gives no dollars after a call with unknown price", async () => {
  const model = metered(fixedModel(null), { budget: noLimit });
  await model.generate(ask("a"));
  assertEquals(model.spent.usd, null);
});

Deno.test("listPrice() accepts dated names, and does not guess", () => {
  assertEquals(listPrice("gpt-4o-mini-2024-07-18"), listPrice("gpt-4o-mini"));
  for (const unknown of ["gpt-4o-turbo", "gpt-4o-latest", "llama3", "toString", ""]) {
    assertEquals(listPrice(unknown), null);
  }
});

Deno.test("metered() refuses a price of another shape, and says what came", () => {
  const inner = scriptedModel([]);
  for (
    const price of [{ input: 1, output: 2 }, 3, { promptUsd: "1", completionUsd: 2 }, {
      promptUsd: -1,
      completionUsd: 2,
    }]
  ) {
    const model = { ...inner, price: price as unknown as ModelPrice };
    for (const usd of [null, 5]) {
      const budget = { calls: null, tokens: null, usd };
      const error = assertThrows(() => metered(model, { budget }), TypeError, "promptUsd");
      assertStringIncludes(error.message, JSON.stringify(price));
    }
  }
});

Deno.test("metered() counts tries that were paid for and came to nothing", async () => {
  const usage = { promptTokens: 6, completionTokens: 4, usd: 0.1 };
  const model: LanguageModel = {
    name: "costly",
    price: { promptUsd: 1, completionUsd: 1 },
    generate(_request, { onRetry } = {}) {
      onRetry?.({ attempt: 1, reason: "broken", waitMs: 0, usage });
      onRetry?.({ attempt: 2, reason: "busy", waitMs: 0 });
      return Promise.reject(new ModelError("broken", { usage }));
    },
  };
  const paying = metered(model, { budget: { calls: 2, tokens: null, usd: null } });
  await assertRejects(() => paying.generate({ messages: [] }), ModelError);
  assertEquals(paying.spent, { calls: 2, promptTokens: 12, completionTokens: 8, usd: 0.2 });
  await assertRejects(() => paying.generate({ messages: [] }), BudgetError, "2 of 2 calls");
});

Deno.test("metered() makes no further try of a call when the tries that were paid for leave nothing for it", async () => {
  const usage = { promptTokens: 6, completionTokens: 4, usd: 0.1 };
  let tries = 0;
  const model: LanguageModel = {
    name: "broken",
    generate(_request, { signal, onRetry } = {}) {
      for (;;) {
        if (signal?.aborted) return Promise.reject(signal.reason);
        onRetry?.({ attempt: ++tries, reason: "broken", waitMs: 0, usage });
      }
    },
  };
  const paying = metered(model, { budget: { ...noLimit, calls: 2 } });
  assertEquals(await budgetOf(paying.generate(ask("a"))), "calls");
  assertEquals([tries, paying.spent.calls], [2, 2]);
});

Deno.test("ModelMeter holds one budget over several models, and lets a call wait for those under way", async () => {
  const begun: (() => void)[] = [];
  const slow: LanguageModel = {
    ...fixedModel(),
    async generate(request) {
      await new Promise<void>((resolve) => begun.push(resolve));
      return await fixedModel().generate(request);
    },
  };
  const meter = new ModelMeter({ budget: { ...noLimit, tokens: 1_020 } });
  const [first, second] = [meter.metered(slow), meter.metered(fixedModel())];
  const waiting = first.generate(ask("a")); // reserves an answer of 1,000 tokens
  const later = second.generate({ ...ask("b"), maxTokens: 20 });
  const stopping = new AbortController();
  const stopped = rejection(second.generate(ask("c"), { signal: stopping.signal }));
  stopping.abort(new Error("enough"));
  assertEquals((await stopped as Error).message, "enough");
  begun[0]?.();
  await Promise.all([waiting, later]);
  assertEquals(meter.spent.calls, 2);
  assertEquals(await budgetOf(second.generate({ ...ask("d"), maxTokens: 1_000 })), "tokens");
});

Deno.test("ModelMeter counts a model that may lack a price in calls and tokens only", async () => {
  const meter = new ModelMeter({ budget: { ...noLimit, usd: 0.05 } });
  const [judge, own] = [
    meter.metered(fixedModel(null), { mayLackPrice: true }),
    meter.metered(fixedModel()),
  ];
  await judge.generate(ask("a"));
  await own.generate({ ...ask("b"), maxTokens: 1 });
  assertEquals([meter.spent.calls, meter.spent.usd], [2, null]);
  assertEquals(await budgetOf(own.generate({ ...ask("c"), maxTokens: 10 })), "usd");
});
