import { assertEquals, assertStringIncludes } from "@std/assert";
import { startWarning } from "../../src/trainer/start_warning.ts";
import type { Report, ReportedFailure } from "../../src/trainer/evaluator.ts";

const fine: Report = {
  score: 1,
  feedback: "",
  metrics: {},
  output: "1",
  console: [],
  durationMs: 1,
};

function failed(failure?: ReportedFailure): Report {
  return { ...fine, error: "it failed", ...(failure === undefined ? {} : { failure }) };
}

const thrown: ReportedFailure = {
  kind: "thrown",
  message: "(TypeError) no",
  file: "/a/task.ts",
  line: 7,
};

Deno.test("startWarning() is silent for a start that works, and for a failure that may be chance", () => {
  assertEquals(startWarning([]), undefined);
  assertEquals(startWarning([fine, fine]), undefined);
  assertEquals(startWarning([...Array(10).fill(fine), failed(thrown)]), undefined);
});

Deno.test("startWarning() tells a start that fails everywhere from one that fails often", () => {
  const everywhere = startWarning([failed(thrown), failed(thrown)]);
  const { code, message, file, line, failed: count, of, step } = everywhere!;
  assertEquals({ code, message, file, line, count, of, step }, {
    code: "start-fails",
    message: "The start fails on each of 2 examples: (TypeError) no",
    file: "/a/task.ts",
    line: 7,
    count: 2,
    of: 2,
    step: 0,
  });
  const often = startWarning([...Array(9).fill(fine), failed(thrown)])!;
  assertEquals([often.code, often.failed, often.of], ["start-fails-sometimes", 1, 10]);
});

Deno.test("startWarning() names the most frequent failure, and how often it came", () => {
  const other = { ...thrown, message: "(Error) rare", line: 1 };
  const { message, line } = startWarning([failed(other), failed(thrown), failed(thrown)])!;
  assertEquals(message, "The start fails on each of 3 examples: (TypeError) no, 2 times");
  assertEquals(line, 7);
});

Deno.test("startWarning() counts time-outs together, wherever they struck, and names the limit", () => {
  const late = (line: number): ReportedFailure => ({
    kind: "timeout",
    message: `(Timeout) ${line}`,
    file: "/a/task.ts",
    line,
    limitMs: 1_000,
  });
  const { message, advice } = startWarning([failed(late(1)), failed(late(2)), failed(thrown)])!;
  assertEquals(
    message,
    "The start fails on each of 3 examples: it timed out at the limit of 1 s, 2 times",
  );
  assertStringIncludes(advice ?? "", "timeoutMs: 10000");
});

Deno.test("startWarning() is bounded, and works without a known failure", () => {
  const long = startWarning([failed({ kind: "thrown", message: "x".repeat(10_000) })])!;
  assertEquals(long.message.length < 500, true);
  assertEquals(startWarning([failed()])!.message, "The start fails on the only example");
});
