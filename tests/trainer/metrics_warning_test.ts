import { assert, assertEquals } from "@std/assert";
import type { Report } from "../../src/trainer/evaluator.ts";
import { metricsWarning } from "../../src/trainer/metrics_warning.ts";

const report = (metrics: Readonly<Record<string, number>>, error?: string): Report => ({
  score: 1,
  feedback: "",
  metrics,
  output: "",
  console: [],
  durationMs: 0,
  ...(error === undefined ? {} : { error }),
});

Deno.test("metricsWarning() names the declared metrics that are missing, and those that were given", () => {
  const reports = [report({ second: 1, cost: 2 }), report({ second: 1 })];
  assertEquals(
    metricsWarning(reports, { seconds: "lower", cost: "lower", second: "lower" })?.message,
    'The guide gave no finite number for declared metrics: "seconds" on 2 of 2 examples, ' +
      '"cost" on 1 of 2 examples; it gave "second", "cost"',
  );
  assert(metricsWarning([report({})], { cost: "lower" })?.message.endsWith("it gave none"));
});

Deno.test("metricsWarning() says nothing of examples that failed, or of metrics that are not declared", () => {
  assertEquals(metricsWarning([report({}, "failed")], { cost: "lower" }), undefined);
  assertEquals(metricsWarning([report({ cost: 1 })], { cost: "lower" }), undefined);
  assertEquals(metricsWarning([report({})], {}), undefined);
});
