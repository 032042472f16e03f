import { assertEquals, assertStringIncludes } from "@std/assert";
import { convertValue } from "../../src/optimizer/convert_value.ts";
import type { ParameterState } from "../../src/problem/problem.ts";
import { projectSuggestion } from "../../src/optimizer/project_suggestion.ts";
import { TraceParameter } from "../../src/trace/trace_parameter.ts";
import { parameterStates } from "../../src/optimizer/parameter_state.ts";
import { validateValues } from "../../src/optimizer/validate_values.ts";
import { currentCodeRunner } from "../../src/trace/ambient.ts";
import { z } from "zod";
import { numberState } from "./problems.ts";

function state(type: string, value: unknown = undefined): ParameterState {
  return { name: "p", kind: type === "code" ? "code" : "value", type, value };
}

Deno.test("convertValue() converts where there is one way, and refuses to bend the rest", () => {
  const good: readonly [string, unknown, unknown][] = [
    ["number", 2, 2],
    ["number", "1.5", 1.5],
    ["number", " -2e3 ", -2_000],
    ["number", "+.5", 0.5],
    ["number", "3.", 3],
    ["number", "1E-2", 0.01],
    ["number", Infinity, Infinity],
    ["number", 2.7, 2.7],
    ["string", "2", "2"],
    ["boolean", true, true],
    ["boolean", "no", false],
    ["boolean", "True", true],
    ["boolean", " YES ", true],
    ["boolean", "false", false],
    ["boolean", false, false],
    ["array", [1], [1]],
    ["array", "[1, 'a']", [1, "a"]],
    ["record", { a: 1 }, { a: 1 }],
    ["record", '{"a": 1}', { a: 1 }],
    ["bigint", "12n", 12n],
    ["bigint", 12, 12n],
    ["bigint", 5n, 5n],
    ["bigint", " -7 ", -7n],
    ["array", " [1] ", [1]],
    ["undefined", 5, 5],
    ["code", "function f() {}", "function f() {}"],
    ["code", "```ts\nfunction f() {}\n```\n", "function f() {}"],
    ["code", "const f = `\n```\n`;", "const f = `\n```\n`;"],
    ["null", "anything", "anything"],
    ["null", [1], [1]],
  ];
  for (const [type, value, expected] of good) {
    assertEquals(convertValue(state(type), value), { kind: "value", value: expected });
  }
  const wrong: readonly [string, unknown][] = [
    ["number", "fast"],
    ["number", ""],
    ["number", NaN],
    ["number", "1.5 m"],
    ["number", "0x10"],
    ["number", "m 1.5"],
    ["number", "."],
    ["number", true],
    ["number", [1]],
    ["string", 2],
    ["string", { a: 1 }],
    ["boolean", "maybe"],
    ["boolean", 1],
    ["array", "abc"],
    ["array", { a: 1 }],
    ["array", "[1] and more"],
    ["record", [1]],
    ["record", "null"],
    ["bigint", 1.5],
    ["bigint", 2 ** 53],
    ["bigint", "1.5"],
    ["bigint", "n"],
    ["bigint", "a12"],
    ["bigint", "12 apples"],
    ["bigint", true],
    ["array", 5],
    ["record", "{"],
    ["code", 5],
    ["code", "  "],
    ["map", { a: 1 }],
  ];
  for (const [type, value] of wrong) {
    assertEquals(convertValue(state(type), value).kind, "wrong", `${type} ${value}`);
  }
});

Deno.test("convertValue() says what it needs and what it received, cut to 60 characters", () => {
  const reasonOf = (type: string, value: unknown) => {
    const converted = convertValue(state(type), value);
    return converted.kind === "wrong" ? converted.reason : "";
  };
  assertEquals(reasonOf("array", 5), "it must be an array: received number 5");
  assertEquals(reasonOf("bigint", "x"), 'it must be a bigint: received string "x"');
  assertEquals(
    reasonOf("map", 5),
    "a value of kind map cannot be suggested: received number 5",
  );
  assertEquals(
    reasonOf("code", ""),
    'it must be TypeScript source in a string: received string ""',
  );
  const long = (start: string) => `received array ${start}`.length + 60;
  for (const type of ["number", "code"]) {
    const reason = reasonOf(type, Array(99).fill({}));
    const [received = ""] = /received array .*/.exec(reason) ?? [];
    assertEquals(received.length, long(""));
  }
});

Deno.test("convertValue() gives every fault of edits that do not fit", () => {
  const converted = convertValue(state("code", "function f() {}"), edits("nowhere", "x"));
  assertEquals(converted.kind === "wrong" && converted.diagnostics?.length, 1);
});

Deno.test("projectSuggestion() names the parameters that may change, or none", () => {
  const reasonOf = (names: readonly string[]) =>
    projectSuggestion(names.map((name) => numberState(name, 1)), { z: 1 }).rejected[0]?.reason;
  const start = "no variable of this name may be changed here: those that may are ";
  assertEquals(reasonOf([]), `${start}none`);
  assertEquals(reasonOf(["a"]), `${start}a`);
  assertEquals(reasonOf(["a", "b"]), `${start}a, b`);
});

Deno.test("projectSuggestion() reports wrong kinds, leaves out unknown names, and applies neither", () => {
  const { changes, rejected, ignored } = projectSuggestion([
    numberState("x", 1),
    numberState("y", 2),
  ], {
    x: "5",
    y: "fast",
    z: 3,
  });
  assertEquals(changes, { x: 5 });
  assertEquals(rejected.map(({ parameter, value }) => [parameter, value]), [["y", "fast"]]);
  assertEquals(ignored, ["z"]);
  assertStringIncludes(rejected[0]?.reason ?? "", 'it must be a number: received string "fast"');
});

Deno.test("projectSuggestion() changes nothing for equal values and for null", () => {
  const list: ParameterState = { name: "list", kind: "value", type: "array", value: [1, [2]] };
  const suggestion = { list: [1, [2]], x: null };
  assertEquals(projectSuggestion([list, numberState("x", 1)], suggestion), {
    changes: {},
    rejected: [],
    ignored: [],
  });
});

Deno.test("projectSuggestion() lets null become anything", () => {
  assertEquals(projectSuggestion([{ ...state("null"), value: null }], { p: "set" }).changes, {
    p: "set",
  });
});

Deno.test("validateValues() holds values to the parameter's schema and projections", async () => {
  const rate = new TraceParameter(0.5, { name: "rate", schema: z.number().min(0).max(1) });
  const size = new TraceParameter(3, { name: "size", projections: [(x: number) => Math.round(x)] });
  const list = [rate, size] as unknown as TraceParameter[]; // as: any value is read
  const parameters = new Map([["rate", list[0]!], ["size", list[1]!]]);
  const { values, rejections } = await validateValues(parameters, { rate: 7, size: 4.4 }, {
    runner: currentCodeRunner,
  });
  assertEquals(values, { size: 4 });
  assertEquals(rejections.length, 1);
  assertStringIncludes(rejections[0]?.reason ?? "", "<=1");
  assertEquals(parameterStates(list)[0]?.jsonSchema?.maximum, 1);
});

Deno.test("parameterStates() distinguishes parameters with the same name", () => {
  const twins = [
    new TraceParameter<unknown>(1, { name: "w" }),
    new TraceParameter<unknown>("a", { name: "w" }),
  ];
  assertEquals(parameterStates(twins).map(({ name, type }) => [name, type]), [
    ["w0", "number"],
    ["w1", "string"],
  ]);
});

/** Code with a head that must stay. */
const marked = [
  "// FIXED-BLOCK-START head",
  "export function f(n: number): number {",
  "// FIXED-BLOCK-END",
  "  const step = 1;",
  "  return n + step;",
  "}",
].join("\n");

function edits(search: string, replace: string): string {
  return `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE`;
}

Deno.test("projectSuggestion() makes edits of code to its current value", () => {
  const values = { p: `${edits("const step = 1;", "const step = 2;")}\n${edits("}", "} // end")}` };
  assertEquals(projectSuggestion([state("code", marked)], values), {
    changes: { p: marked.replace("step = 1", "step = 2").replace(/}$/, "} // end") },
    rejected: [],
    ignored: [],
  });
});

Deno.test("projectSuggestion() rejects edits that do not fit, with the place nearest to them", () => {
  const answer = edits("  const step = 1;\n  return n;", "  return n;");
  const { changes, rejected } = projectSuggestion([state("code", marked)], { p: answer });
  assertEquals(changes, {});
  const message =
    'Cannot apply edit 1: its lines are not in the source: "const step = 1;" …; nearest are the lines\n' +
    "4 |   const step = 1;\n5 |   return n + step;";
  assertEquals(rejected, [{
    parameter: "p",
    value: answer,
    reason: `line 4: ${message}`,
    diagnostics: [{ stage: "syntax", message, line: 4, column: 1, lineText: "  const step = 1;" }],
  }]);
});

const letter = [
  "You answer letters to a shop. Be polite, and write at most three sentences.",
  "",
  "- Name the order.",
  "- Promise nothing.",
  "",
  "Letter: {letter}",
].join("\n");

/** The text that results from a suggestion, or why it was refused. */
function editedLetter(p: string, current = letter): unknown {
  const { changes, rejected } = projectSuggestion([state("string", current)], { p });
  return changes.p ?? rejected[0]?.reason;
}

Deno.test("projectSuggestion() makes edits of a text to its current value, also within a line", () => {
  const answer = `${edits("at most three sentences", "one sentence")}\n${
    edits("- Promise nothing.", "- Promise nothing that costs money.\n- Thank for the letter.")
  }`;
  assertEquals(
    editedLetter(answer),
    letter.replace("at most three sentences", "one sentence")
      .replace("nothing.", "nothing that costs money.\n- Thank for the letter."),
  );
  const deletion = "<<<<<<< SEARCH\n- Name the order.\n=======\n>>>>>>> REPLACE";
  assertEquals(editedLetter(deletion), letter.replace("- Name the order.\n", ""));
  const across = edits("three sentences.\n\n- Name", "two sentences.\n- Name");
  assertEquals(editedLetter(across), letter.replace("three sentences.\n\n", "two sentences.\n"));
});

Deno.test("projectSuggestion() finds what is quoted as a template literal shows it", () => {
  const current = "Answer with `json` only.\nUse ${name} as it is.";
  const answer = edits("with \\`json\\` only.\nUse \\${name}", "with \\`yaml\\`.\nUse \\${name}");
  assertEquals(editedLetter(answer, current), "Answer with `yaml`.\nUse ${name} as it is.");
  assertEquals(editedLetter(edits("`json` only", "`json`"), current), current.replace(" only", ""));
});

Deno.test("projectSuggestion() rejects edits of a text that do not fit, with their place", () => {
  assertEquals(
    editedLetter(edits("letter", "mail")),
    "Cannot apply edit 1: what it quotes stands in more than one place (line 1)",
  );
  assertStringIncludes(
    String(editedLetter(edits("Never promise anything.", "Promise nothing."))),
    "Cannot apply edit 1: its lines are not in the text",
  );
  assertStringIncludes(
    String(editedLetter("<<<<<<< SEARCH\n- Name the order.")),
    "Cannot read edit 1: it has no end",
  );
});

Deno.test("projectSuggestion() takes a text with the marks of edits as a whole where the current one has them too", () => {
  const lesson = `Edits look like this:\n${edits("a", "b")}`;
  assertEquals(editedLetter(`${lesson}\nQuote little.`, lesson), `${lesson}\nQuote little.`);
});

Deno.test("projectSuggestion() rejects a rewrite or an edit that changes a marked block", () => {
  const answers = [
    marked.replace("n: number", "m: number"),
    edits("export function f(n: number): number {", "export function f(): number {"),
    "export function f(n: number): number {\n  return n;\n}",
  ];
  for (const p of answers) {
    const { changes, rejected } = projectSuggestion([state("code", marked)], { p });
    assertEquals(changes, {});
    assertStringIncludes(rejected[0]?.reason ?? "", "Cannot change FIXED-BLOCK head");
    assertEquals(rejected[0]?.diagnostics?.[0]?.stage, "forbidden");
  }
});

Deno.test("convertValue() refuses texts of more than 200,000 characters, and data that cannot be kept", () => {
  const reasonOf = (type: string, value: unknown) => {
    const result = convertValue(state(type, ""), value);
    return result.kind === "wrong" ? result.reason : "none";
  };
  for (const type of ["string", "code"]) {
    assertEquals(reasonOf(type, "x".repeat(200_000)), "none");
    assertEquals(
      reasonOf(type, "x".repeat(200_001)),
      "it must have at most 200000 characters: received 200001",
    );
  }
  assertStringIncludes(reasonOf("number", `${"1".repeat(400)}x`), "it must be a number");
  assertEquals(reasonOf("number", "1".repeat(400)), "none");
  assertStringIncludes(reasonOf("number", "1".repeat(100_000) + "x"), "it must be a number");
  assertEquals(reasonOf("bigint", "7".repeat(20_000)), "none");
  assertStringIncludes(reasonOf("bigint", "7".repeat(20_001)), "it must be a bigint");
  const deep = Array.from({ length: 101 }).reduce<unknown>((inner) => [inner], 1);
  assertStringIncludes(reasonOf("array", deep), "it must be plain data");
  assertStringIncludes(reasonOf("record", { f: () => 1 }), "value.f is a function");
});

Deno.test("projectSuggestion() takes one value for a name, and reports ten bad names", () => {
  const { changes, rejected, ignored } = projectSuggestion([numberState("rate", 1)], {
    "rate": 2,
    " rate": 3,
    ...Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`n${index}`, index])),
  });
  assertEquals(changes, { rate: 2 });
  assertEquals([rejected.length, ignored.length], [1, 10]);
  assertEquals(rejected[0]?.reason, "the variable rate is named more than once");
  const unknown = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`n${index}`, 1]));
  assertEquals(projectSuggestion([], unknown).rejected.length, 10);
  const long = projectSuggestion([], { ["n".repeat(101)]: 1 });
  assertEquals(long.rejected[0]?.parameter, `${"n".repeat(99)}…`);
});

Deno.test("projectSuggestion() takes null and other kinds that the schema lists, null not from a model's answer", () => {
  const jsonSchema = {
    anyOf: [{ type: "integer", minimum: 0 }, { type: "null" }, { type: "string" }],
  };
  const limit = { ...state("number"), value: 3, jsonSchema };
  const changes = (p: unknown, isText: boolean) =>
    projectSuggestion([limit], { p }, { isText }).changes;
  assertEquals(changes(null, false), { p: null });
  assertEquals(changes(null, true), {});
  assertEquals(changes("none", true), { p: "none" });
  const number = { ...limit, jsonSchema: { type: "integer" } };
  assertEquals(projectSuggestion([number], { p: null }, { isText: false }).changes, {});
  assertEquals(projectSuggestion([number], { p: "none" }).rejected.length, 1);
});
