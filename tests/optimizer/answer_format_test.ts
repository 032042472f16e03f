import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { readAnswer } from "../../src/optimizer/answer.ts";
import {
  type AnswerFormat,
  answerFormatNamed,
  answerFormats,
} from "../../src/optimizer/answer_format.ts";
import { optoPrimeProposer } from "../../src/optimizer/optoprime.ts";
import { proposeChanges } from "../../src/optimizer/propose_changes.ts";
import { trialHistory } from "../../src/problem/trial.ts";
import { bareContext, battleship, numeric } from "./problems.ts";

const variables = [
  { name: "rate", kind: "value", type: "number", value: 1 },
  { name: "limits", kind: "value", type: "record", value: { low: 0 } },
  { name: "words", kind: "value", type: "string", value: "" },
  { name: "act", kind: "code", type: "code", entry: "act", value: "function act() {}" },
] as const;

const source = 'function act(): string {\n  return "{" + `<b>`;\n}';

const read = (format: AnswerFormat, text: string, finishReason: "stop" | "length" = "stop") =>
  readAnswer({ text, finishReason }, variables, { format });

const valuesIn = (format: AnswerFormat, text: string) => {
  const answer = read(format, text);
  return answer.kind === "suggestion" ? answer.values : answer;
};

Deno.test("an answer in tags is read, with code as it is and whatever its reasoning quotes", () => {
  const text = `<reasoning>\n{"rate": 3} was too large.\n</reasoning>
<variable name="rate">\n<value>\n0.5\n</value>\n</variable>
<variable name="limits">\n<value>\n{"low": 2}\n</value>\n</variable>
<variable name="act">\n<value>\n${source}\n</value>\n</variable>`;
  const answer = read("tagged", text);
  assertEquals(answer, {
    kind: "suggestion",
    values: { rate: "0.5", limits: '{"low": 2}', act: source },
    reasoning: '{"rate": 3} was too large.',
  });
  assertEquals(valuesIn("json", text), { rate: 3 }); // read as JSON where that was asked for
});

Deno.test("reasoning alone in tags changes nothing, unless it was cut off", () => {
  const text = "<reasoning>\nAll is well.\n</reasoning>";
  assertEquals(read("tagged", text), { kind: "nothing", reasoning: "All is well." });
  assertEquals(read("tagged", text, "length").kind, "unusable");
});

Deno.test("edits belong to the text that their heading names, otherwise to the only code", () => {
  const edit = (from: string, to: string) =>
    `<<<<<<< SEARCH\n${from}\n=======\n${to}\n>>>>>>> REPLACE`;
  const text = `### words\n\`\`\`\n${edit("Use fences", "Use none")}\n\`\`\`\n
### Some code\n\`\`\`\n${edit("act() {}", "act(): void {}")}\n\`\`\`\n`;
  assertEquals(valuesIn("fenced", text), {
    words: edit("Use fences", "Use none"),
    act: edit("act() {}", "act(): void {}"),
  });
  const tagged = `<variable name="words">\n<value>\n${edit("a", "b")}\n</value>\n</variable>`;
  assertEquals(valuesIn("tagged", tagged), { words: edit("a", "b") });
});

Deno.test("an answer in blocks is read, records among them", () => {
  const text = `The rate is too large.\n\n### rate\n\`\`\`\n0.5\n\`\`\`\n\n### limits\n\`\`\`json
{ "low": 2 }\n\`\`\`\n### act\n\`\`\`ts\n${source}\n\`\`\`
### words\n\`\`\`\`\nUse\n\`\`\`\nfences\n\`\`\`\`\n`;
  assertEquals(valuesIn("fenced", text), {
    rate: "0.5",
    limits: '{ "low": 2 }',
    act: source,
    words: "Use\n```\nfences",
  });
  assertEquals(read("fenced", "TERMINATE").kind, "nothing");
});

Deno.test("an answer in another form than the one asked for is read as well", () => {
  const json = '```json\n{"reasoning": "less", "suggestion": {"rate": 0.5}}\n```';
  for (const format of answerFormats) assertEquals(valuesIn(format, json), { rate: 0.5 }, format);
  const tagged = "<variable name='rate'><value>2</value></variable>";
  for (const format of answerFormats) assertEquals(valuesIn(format, tagged), { rate: "2" }, format);
});

Deno.test("a request for an answer in text has no schema, and its repair names the form", async () => {
  for (const [answerFormat, words] of [["tagged", "in tags"], ["fenced", "a block"]] as const) {
    const proposer = optoPrimeProposer({ answerFormat });
    const request = proposer.request!(battleship, { history: trialHistory() }); // it has one
    assertEquals(request.format, undefined);
    const model = scriptedModel(["I do not know.", '<variable name="x0">4</variable>']);
    const [result] = await proposeChanges(proposer, numeric, {
      contextOf: () => ({ ...bareContext, model }),
      validate: ({ changes }) => Promise.resolve({ values: changes, rejections: [] }),
    });
    assertEquals(result?.changes, { x0: 4 });
    assertStringIncludes(model.requests[1]?.messages.at(-1)?.content ?? "", words);
  }
});

Deno.test("answerFormatNamed() knows three formats", () => {
  assertEquals(answerFormats.map(answerFormatNamed), answerFormats);
  assertThrows(() => answerFormatNamed("xml"), UsageError, 'Cannot use "xml" as the format');
});
