import { assertEquals, assertThrows } from "@std/assert";
import { BudgetError } from "../../src/errors.ts";
import { sampleRun } from "../support/sample_run.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { noUsage } from "../../src/model/spending.ts";
import { Ledger, nothingSpent, spentIn } from "../../src/trainer/ledger.ts";

Deno.test("Ledger.spendEvaluations() counts a group whole or not at all", () => {
  const ledger = new Ledger({ maxEvaluations: 5, clock: () => 0 });
  ledger.spendEvaluations(3);
  assertThrows(() => ledger.spendEvaluations(3), BudgetError, "3 of 5");
  assertEquals(ledger.spent().evaluations, 3);
  ledger.spendEvaluations(2);
  assertEquals(ledger.spent().evaluations, 5);
});

Deno.test("Ledger.setAside() keeps evaluations from others until they are released", () => {
  const ledger = new Ledger({ maxEvaluations: 10, clock: () => 0 });
  assertEquals(ledger.setAside(4, 0), true);
  assertEquals([8, 10, 7, null].map((limit) => ledger.roomWithin(limit)), [4, 6, 7, Infinity]);
  assertThrows(() => ledger.spendEvaluations(7), BudgetError, "4 set aside");
  ledger.spendEvaluations(6);
  ledger.release();
  ledger.spendEvaluations(4);
});

Deno.test("Ledger continues from earlier spending", () => {
  let now = 100;
  const before = {
    calls: 2,
    promptTokens: 10,
    completionTokens: 5,
    usd: 0.5,
    byRole: {
      ...noUsage.byRole,
      agent: { calls: 2, promptTokens: 10, completionTokens: 5, usd: 0.5 },
    },
    evaluations: 7,
    seconds: 60,
  };
  const ledger = new Ledger({ maxEvaluations: 8, before, clock: () => now });
  now += 1.5;
  ledger.spendCall({ promptTokens: 1, completionTokens: 1, usd: null }, "agent");
  assertEquals(ledger.spent(), {
    calls: 3,
    promptTokens: 11,
    completionTokens: 6,
    usd: null,
    byRole: {
      ...noUsage.byRole,
      agent: { calls: 3, promptTokens: 11, completionTokens: 6, usd: null },
    },
    evaluations: 7,
    seconds: 61.5,
  });
  assertThrows(() => ledger.spendEvaluations(2), BudgetError);
});

Deno.test("Ledger has no limit where there is none, and rounds seconds to milliseconds", () => {
  let now = 10;
  const ledger = new Ledger({ maxEvaluations: null, clock: () => now });
  ledger.setAside(5, 0);
  ledger.spendEvaluations(1e9);
  now = 11.23456;
  assertEquals([ledger.seconds, ledger.spent().evaluations], [1.235, 1e9]);
});

Deno.test("Ledger names what it has set aside only where it has", () => {
  const ledger = new Ledger({ maxEvaluations: 2, clock: () => 0 });
  assertEquals([ledger.setAside(2, 0), ledger.roomWithin(2)], [false, 2]);
  const messageOf = () => assertThrows(() => ledger.spendEvaluations(3), BudgetError).message;
  assertEquals(messageOf(), "Cannot start 3 evaluations: 0 of 2 are spent");
  ledger.setAside(1, 0);
  assertEquals(
    messageOf(),
    "Cannot start 3 evaluations: 0 of 2 are spent and 1 set aside for the test",
  );
  ledger.release();
  assertEquals(messageOf(), "Cannot start 3 evaluations: 0 of 2 are spent");
});

Deno.test("Ledger adds dollars up, and knows no sum once one price is unknown", () => {
  const ledger = new Ledger({ maxEvaluations: null, clock: () => 0 });
  const usage = { promptTokens: 3, completionTokens: 2 };
  for (const usd of [0.25, 0.5]) ledger.spendCall({ ...usage, usd });
  const two = { calls: 2, promptTokens: 6, completionTokens: 4, usd: 0.75 };
  assertEquals(ledger.spent(), {
    ...nothingSpent,
    ...two,
    byRole: { ...noUsage.byRole, optimizer: two },
  });
  for (const usd of [null, 1]) ledger.spendCall({ ...usage, usd });
  assertEquals(ledger.spent().usd, null);
});

/** The event of one model call. */
const exchange = (usd: number | null, seconds?: number): RunEvent => ({
  type: "exchange",
  step: 1,
  key: "k",
  request: { messages: [] },
  response: {
    text: "",
    model: "m",
    finishReason: "stop",
    usage: { promptTokens: 3, completionTokens: 2, usd },
  },
  ...(seconds === undefined ? {} : { seconds }),
});

Deno.test("spentIn() counts evaluations and calls, and takes the latest seconds", () => {
  assertEquals(spentIn([]), nothingSpent);
  const spent = spentIn([exchange(0.25, 7), exchange(0.5, 3), exchange(0.25)]);
  const three = { calls: 3, promptTokens: 9, completionTokens: 6, usd: 1 };
  assertEquals(spent, {
    ...three,
    byRole: { ...noUsage.byRole, optimizer: three },
    evaluations: 0,
    seconds: 7,
  });
  assertEquals(spentIn([exchange(1), exchange(null), exchange(1)]).usd, null);

  const run = sampleRun();
  const evaluations = run.filter(({ type }) => type === "evaluated").length;
  assertEquals(spentIn(run), { ...nothingSpent, evaluations, seconds: 9.5 });
  assertEquals(spentIn(run.filter(({ type }) => type !== "finished")).seconds, 9);
  const evaluated = run.find((event) => event.type === "evaluated");
  assertEquals(spentIn([{ ...evaluated!, seconds: 4 }]).seconds, 4); // !: the sample has some
});
