import { assertEquals } from "@std/assert";
import type { Report } from "../../src/trainer/evaluator.ts";
import { isSameOutput } from "../../src/trainer/same_output.ts";

const report = (parts: Partial<Report>): Report => ({
  score: 1,
  feedback: "",
  metrics: {},
  output: "[1]",
  console: [],
  durationMs: 1,
  ...parts,
});

Deno.test("isSameOutput() compares output and error, and takes no output for none", () => {
  const pairs: readonly (readonly [Partial<Report>, Partial<Report>, boolean])[] = [
    [{}, { feedback: "other words", durationMs: 9 }, true],
    [{}, { output: "[2]" }, false],
    [{}, { score: 2 }, true], // the guide is noisy
    [{ output: "" }, { output: "" }, false],
    [{ output: "", error: "far" }, { output: "", error: "far" }, true],
    [{ output: "", error: "far" }, { output: "", error: "near" }, false],
  ];
  assertEquals(
    pairs.map(([one, other]) => isSameOutput(report(one), report(other))),
    pairs.map(([, , isSame]) => isSame),
  );
});
