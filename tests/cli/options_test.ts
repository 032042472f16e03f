import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import { closest } from "../../src/closest.ts";
import { type OptionTable, parseOptions } from "../../src/cli/options.ts";

const table = {
  "budget-calls": { kind: "integer", value: "N", help: "" },
  "budget-usd": { kind: "number", value: "X", help: "" },
  "batch-size": { kind: "integer", min: 1, help: "" },
  model: { kind: "string", help: "" },
  task: { kind: "list", help: "" },
  json: { kind: "flag", short: "j", help: "" },
} as const satisfies OptionTable;

Deno.test("parseOptions() reads words and values of each kind", () => {
  const { values, positionals } = parseOptions(table, [
    "task.ts",
    "--budget-calls",
    "3",
    "--budget-usd=0.5",
    "-j",
    "--model",
    "gpt-5",
    "--task",
    "a.ts",
    "--task=b.ts",
    "--",
    "--json",
  ]);
  assertEquals(positionals, ["task.ts", "--json"]);
  assertEquals({ ...values }, {
    "budget-calls": 3,
    "budget-usd": 0.5,
    "batch-size": undefined,
    model: "gpt-5",
    task: ["a.ts", "b.ts"],
    json: true,
  });
});

Deno.test("parseOptions() explains an error and gives advice", () => {
  const refuse = (args: string[], message: string, advice: string) => {
    const error = assertThrows(() => parseOptions(table, args), UsageError, message);
    assertEquals(error.advice, advice);
  };
  refuse(["--budget-cals", "3"], `the option "--budget-cals"`, "Did you mean --budget-calls?");
  refuse(["--zzz"], `the option "--zzz"`, "Use --help to see all options.");
  refuse(["-x"], `the option "-x"`, "Use --help to see all options.");
  refuse(["--constructor"], `the option "--constructor"`, "Use --help to see all options.");
  refuse(
    ["--budget-calls", "-3"],
    `"--budget-calls -3" as a whole number of at least 0`,
    "Write for example --budget-calls 10.",
  );
  refuse(["--model"], `its value VALUE is missing`, "Write --model VALUE.");
  refuse(["--model", "--json"], "is missing", "Write --model VALUE.");
});

Deno.test("parseOptions() refuses values that are not numbers in range", () => {
  for (const text of ["-1", "1.5", "x", "", " ", "1e99", "NaN", "Infinity", "0x"]) {
    assertThrows(() => parseOptions(table, [`--budget-calls=${text}`]), UsageError);
  }
  for (const text of ["-0.1", "x", "NaN", "Infinity"]) {
    assertThrows(() => parseOptions(table, [`--budget-usd=${text}`]), UsageError);
  }
  assertThrows(() => parseOptions(table, ["--batch-size=0"]), UsageError, "at least 1");
  assertThrows(() => parseOptions(table, ["--json=yes"]), UsageError, "takes no value");
});

Deno.test("closest() finds slips and beginnings, and nothing else", () => {
  const known = ["optimize", "resume", "report", "replay", "serve"];
  assertEquals(closest("optimise", known), "optimize");
  assertEquals(closest("resmue", known), "resume");
  assertEquals(closest("opt", known), "optimize");
  assertEquals(closest("server", known), "serve");
  assertEquals(closest("jsno", ["json"]), "json");
  assertEquals(closest("xyz", known), undefined);
  assertEquals(closest("", known), undefined);
});
