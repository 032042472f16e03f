import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { answerForm } from "../../src/optimizer/answer_format.ts";
import { type AnswerVariable, defaultKeys, readAnswer } from "../../src/optimizer/answer.ts";
import { JsonError, readJson } from "../../src/optimizer/lenient_json.ts";
import { viewProblem } from "../../src/optimizer/problem_view.ts";
import { refusalMessages, systemPrompt } from "../../src/optimizer/prompt.ts";
import type { ParameterState } from "../../src/problem/problem.ts";
import type { Refusal } from "../../src/problem/proposal.ts";
import { numeric } from "./problems.ts";

const form = answerForm("json", { parameters: [], keys: defaultKeys });

const count = (text: string, part: string) => text.split(part).length - 1;

function codeOf(lines: number): ParameterState {
  return { name: "f", kind: "code", type: "code", value: Array(lines).fill("// line").join("\n") };
}

/** The two messages after a refused answer. */
function messagesAfter(refusal: Partial<Refusal>, parameters: readonly ParameterState[] = []) {
  const full = { values: {}, rejections: [], ...refusal };
  const [answer, complaint] = refusalMessages(full, parameters, form);
  return { answer: answer?.content ?? "", complaint: complaint?.content ?? "" };
}

const x0: readonly AnswerVariable[] = [{ name: "x0", kind: "value", type: "number" }];

Deno.test("systemPrompt() offers edits for code of more than 30 lines", () => {
  const isOffered = (lines: number) =>
    systemPrompt({ guide: "trace", parameters: [codeOf(lines)], form })
      .includes("<<<<<<< SEARCH");
  assertEquals([isOffered(30), isOffered(31)], [false, true]);
  const hint = "Edits are made to the source in #Variables";
  const rejections = [{ parameter: "f", value: "", reason: "no" }];
  assertEquals(
    [30, 31].map((lines) => count(messagesAfter({ rejections }, [codeOf(lines)]).complaint, hint)),
    [0, 1],
  );
});

Deno.test("refusalMessages() quotes 16,000 characters of a refused answer", () => {
  const quoted = (length: number) => messagesAfter({ text: "x".repeat(length), reason: "" }).answer;
  assertEquals(quoted(16_000), "x".repeat(16_000));
  assertEquals(quoted(16_001), `${"x".repeat(15_999)}…`);
  assertEquals(quoted(0), "(no text)");
  assertEquals(messagesAfter({ values: { x: 1 } }).answer, '{"suggestion":{"x":1}}');
});

Deno.test("refusalMessages() shows eight faults of one piece of code, and counts the others", () => {
  const fault = { stage: "type", message: "wrong", line: 2, column: 3, lineText: "a b" } as const;
  const complaint = (faults: number) =>
    messagesAfter({
      rejections: [{
        parameter: "f",
        value: "",
        reason: "",
        diagnostics: Array(faults).fill(fault),
      }],
    }).complaint;
  assertEquals([8, 9].map((faults) => count(complaint(faults), "line 2, column 3")), [8, 8]);
  assertEquals([8, 9].map((faults) => count(complaint(faults), "more")), [0, 1]);
  assertEquals(count(complaint(10), "… and 2 more"), 1);
  assertEquals(count(complaint(1), "(type): wrong\n  a b\n    ^"), 1);
});

Deno.test("refusalMessages() shows 500 characters of a refused value", () => {
  const isCut = (length: number) => {
    const value = "x".repeat(length);
    const { complaint } = messagesAfter({ rejections: [{ parameter: "s", value, reason: "no" }] });
    return !complaint.includes(`s = ${JSON.stringify(value)}\nno`);
  };
  assertEquals([498, 499].map(isCut), [false, true]); // JSON adds quotes
});

Deno.test("viewProblem() shows 1,000 characters of a propagator's message, words as they are and other values as such", () => {
  const isCut = (message: unknown, text: string) => {
    const messages = { x0: [message] };
    const view = viewProblem({ ...numeric, messages }, [], { maxTokens: 9_000, memorySize: 0 });
    return !view.includes(`x0: ${text}`);
  };
  const words = [1_000, 1_001].map((length) => "x".repeat(length));
  assertEquals(words.map((text) => isCut(text, text)), [false, true]);
  const numbers = [1_000, 1_001].map((length) => 10n ** BigInt(length - 2)); // the literal ends with n
  assertEquals(numbers.map((number) => isCut(number, `${number}n`)), [false, true]);
});

Deno.test("readJson() reads values 64 levels deep, and none deeper", () => {
  const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
  assertEquals(readJson(nested(65)).end, 130); // the outermost list is no level deep
  assertThrows(() => readJson(nested(66)), JsonError, "at most 64 levels");
});

Deno.test("readJson() reads 5,000 values, and no more", () => {
  const list = (length: number) => `[${Array(length).fill("{}").join(",")}]`;
  assertEquals(readJson(list(4_999)).end, 3 * 4_999 + 1);
  assertThrows(() => readJson(list(5_000)), JsonError, "at most 5000 values");
});

Deno.test("readAnswer() looks at a thousand objects, and refuses more", () => {
  const read = (objects: number) =>
    readAnswer({ text: '{"x0": 1} '.repeat(objects), finishReason: "stop" }, x0);
  const reasonOf = (objects: number) => {
    const answer = read(objects);
    return answer.kind === "unusable" ? answer.reason : answer.kind;
  };
  assertEquals(reasonOf(1), "suggestion");
  assertStringIncludes(reasonOf(1_000), "no one object");
  assertEquals(reasonOf(1_001), "it holds more than 1000 JSON objects");
});

Deno.test("readAnswer() visits each part of a malformed answer once", () => {
  // Each object is malformed in its last third: the next search begins there, so none is found within.
  const inner = '{"suggestion": {"x0": 1}}';
  const answer = readAnswer({ text: `{"a": ${inner}, "b" 2}`, finishReason: "stop" }, x0);
  assertEquals(answer.kind, "unusable");
});

Deno.test("readAnswer() refuses half a million characters, and cuts long reasoning", () => {
  const answer = (length: number, finishReason: "stop" | "length" = "stop") => {
    const text = '{"reasoning": "", "suggestion": {"x0": 1}}';
    return readAnswer({ text: text.padStart(length, " "), finishReason }, x0);
  };
  const unusable = (reason: string) => ({ kind: "unusable", reason }) as const;
  assertEquals(answer(500_000).kind, "suggestion");
  assertEquals(answer(500_000, "length").kind, "suggestion"); // its JSON is whole
  assertEquals(answer(500_001), unusable("it has more than 500000 characters"));
  const reasoned = readAnswer({
    text: JSON.stringify({ reasoning: "r".repeat(20_001), suggestion: { x0: 1 } }),
    finishReason: "stop",
  }, x0);
  assertEquals(reasoned.kind === "suggestion" && reasoned.reasoning.length, 20_000);
});

Deno.test("readAnswer() looks for an object behind up to 99 that break off", () => {
  const good = '{"suggestion": {"x0": 1}}';
  const read = (broken: number) =>
    readAnswer({ text: '{"a": ! '.repeat(broken) + good, finishReason: "stop" }, x0);
  assertEquals([99, 100].map((broken) => read(broken).kind), ["suggestion", "unusable"]);
});

Deno.test("refusalMessages() shows 200 characters of a line on each side of a fault, and 2,000 of a reason", () => {
  const complaintOf = (column: number, message: string) => {
    const lineText = `${"a".repeat(1_000)}b${"c".repeat(1_000)}`;
    const fault = { stage: "syntax", message, line: 1, column, lineText } as const;
    const rejection = { parameter: "f", value: "", reason: "", diagnostics: [fault] };
    return messagesAfter({ rejections: [rejection] }).complaint;
  };
  const lines = `  ${"a".repeat(200)}b${"c".repeat(199)}\n  ${" ".repeat(200)}^`;
  assertStringIncludes(complaintOf(1_001, "wrong"), `: wrong\n${lines}`);
  assertStringIncludes(complaintOf(3, "wrong"), `: wrong\n  ${"a".repeat(202)}\n    ^`);
  const isCut = (length: number) => complaintOf(1, "m".repeat(length)).includes("…");
  assertEquals([2_000, 2_001].map(isCut), [false, true]);
});
