import { assertEquals, assertThrows } from "@std/assert";
import { BudgetError } from "../../src/errors.ts";
import { Ledger } from "../../src/trainer/ledger.ts";

Deno.test("Ledger.spendEvaluations() counts a group whole or not at all", () => {
  const ledger = new Ledger({ maxEvaluations: 5 });
  ledger.spendEvaluations(3);
  assertThrows(() => ledger.spendEvaluations(3), BudgetError, "3 of 5");
  assertEquals(ledger.spent().evaluations, 3);
  ledger.spendEvaluations(2);
  assertEquals(ledger.spent().evaluations, 5);
});

Deno.test("Ledger.reserve() keeps evaluations from others until they are released", () => {
  const ledger = new Ledger({ maxEvaluations: 10 });
  ledger.reserve(4);
  assertThrows(() => ledger.spendEvaluations(7), BudgetError, "4 set aside");
  ledger.spendEvaluations(6);
  ledger.release(4);
  ledger.spendEvaluations(4);
});

Deno.test("Ledger continues from earlier spending", () => {
  let now = 100;
  const before = {
    calls: 2,
    promptTokens: 10,
    completionTokens: 5,
    usd: 0.5,
    evaluations: 7,
    seconds: 60,
  };
  const ledger = new Ledger({ maxEvaluations: 8, before, clock: () => now });
  now += 1.5;
  ledger.spendCall({ promptTokens: 1, completionTokens: 1, usd: null });
  assertEquals(ledger.spent(), {
    calls: 3,
    promptTokens: 11,
    completionTokens: 6,
    usd: null,
    evaluations: 7,
    seconds: 61.5,
  });
  assertThrows(() => ledger.spendEvaluations(2), BudgetError);
});
