import { assertEquals } from "@std/assert";
import { readBlocks } from "../../../src/optimizer/answer/code_reading.ts";
import { readNamedLines } from "../../../src/optimizer/answer/named_lines.ts";
import { piecesOf } from "../../../src/optimizer/answer/pieces.ts";
import { plainText } from "../../../src/optimizer/answer/plain_text.ts";
import { readTags } from "../../../src/optimizer/answer/tagged_reading.ts";
import type { AnswerVariable } from "../../../src/optimizer/answer/variable_name.ts";
import { fitSchema } from "../../../src/optimizer/fit_schema.ts";

const rate: AnswerVariable = { name: "rate", kind: "value", type: "number", value: 1 };
const words: AnswerVariable = { name: "words", kind: "value", type: "string", value: "" };
const act: AnswerVariable = { name: "act", kind: "code", type: "code", entry: "act", value: "" };

Deno.test("plainText() leaves out thoughts and the marks of templates", () => {
  assertEquals(plainText(" <think>a</think> b <|im_end|>\n</s>"), "b");
  assertEquals(plainText("a</think>b"), "b");
  assertEquals(plainText("<thinking>a"), "");
  assertEquals(plainText("a <think>b</think> c"), "a <think>b</think> c");
  assertEquals(plainText("x<|channel|>final<|message|>y<|return|>"), "y");
});

Deno.test("piecesOf() finds objects within and outside of fences, and other fences with their headings", () => {
  const text =
    'One:\n```json\n{"a": 1}\n```\n## Two\n\n~~~ts\n{ x }\n~~~\n{"b": 2} and ```c```\n```';
  const { objects, fences, broken } = piecesOf(text);
  assertEquals(objects, [{ a: 1 }, { b: 2 }]);
  assertEquals(fences, [
    { info: "ts", text: "{ x }", heading: "## Two", isOpen: false },
    { info: "", text: "", heading: '{"b": 2} and ```c```', isOpen: true },
  ]);
  assertEquals(broken, undefined);
});

Deno.test("piecesOf() reads a JSON string with fences in it as a whole", () => {
  const { objects, fences } = piecesOf('{"a": "x\n```ts\ny\n```\n"}');
  assertEquals([objects, fences], [[{ a: "x\n```ts\ny\n```\n" }], []]);
});

Deno.test("readTags() reads values by attribute, inner name or the tag's own name", () => {
  const values = (text: string, variables = [rate, words]) => {
    const found = readTags(text, variables)?.reading;
    return found?.kind === "values" ? found.values : found?.kind;
  };
  assertEquals(values('<variable name="rate">2</variable>'), { rate: "2" });
  assertEquals(values("<variable>\n<name>rate</name>\n<value>2</value>\n</variable>"), {
    rate: "2",
  });
  assertEquals(values("<parameter=rate>2</parameter>"), { rate: "2" });
  assertEquals(values("<rate>2</rate><words>\na b\n</words>"), { rate: "2", words: "a b" });
  assertEquals(values('<param name="rate" value="2"/>'), { rate: "2" });
  assertEquals(values("<b>rate</b>"), undefined);
  assertEquals(values("<rate>2</rate> <rate>3</rate>"), "fault");
  assertEquals(values("<rate>2"), "fault");
  assertEquals(values("<act><![CDATA[a < b]]></act>", [act]), { act: "a < b" });
  assertEquals(values("<act>a &lt; b</act>", [act]), { act: "a < b" });
  assertEquals(values("<act>a < b &amp; c</act>", [act]), { act: "a < b &amp; c" });
});

Deno.test("readNamedLines() reads one value of a line, and nothing of prose", () => {
  const values = (prose: string) => {
    const found = readNamedLines(prose, [rate, words]);
    return found.kind === "values" ? found.values : found.reason;
  };
  for (
    const text of [
      "rate: 2",
      "- **rate**: 2",
      "rate = 2;",
      "let rate: number = 2;",
      "`rate`: 1 → 2",
    ]
  ) {
    assertEquals(values(text), { rate: 2 }, text);
  }
  for (const text of ["rate: 2 is better", "the rate: 2", "rate: 1", "crate: 2", "words: none"]) {
    assertEquals(values(text), {}, text);
  }
  assertEquals(values('words: "so"'), { words: "so" });
  assertEquals(values("words: |\n  a\n   b\nrest"), { words: "a\n b" });
  assertEquals(values("rate: 2\nrate: 3"), "it holds several values of rate that differ");
});

Deno.test("readBlocks() takes no part of a function that is cut off", () => {
  const text = "```ts\nfunction act() {\n  return 1;\n";
  assertEquals(readBlocks(piecesOf(text), [act], { isCut: true }), undefined);
  assertEquals(readBlocks(piecesOf("function act() {\n}"), [act], { isCut: true }), undefined);
  const open = readBlocks(piecesOf(text), [act], { isCut: false });
  assertEquals(open?.kind === "values" && open.values, { act: "function act() {\n  return 1;" });
});

Deno.test("fitSchema() changes texts to what the schema wants, and nothing else", () => {
  const schema = {
    type: "object",
    properties: {
      n: { type: "number" },
      b: { type: "boolean" },
      c: { type: "string", enum: ["on", "Off"] },
      list: { type: "array", items: { type: "integer" } },
    },
  };
  assertEquals(fitSchema({ n: "1.5", b: "True", c: "OFF", list: ["2", "x"], more: "3" }, schema), {
    n: 1.5,
    b: true,
    c: "Off",
    list: [2, "x"],
    more: "3",
  });
  assertEquals(fitSchema("5", { type: "string" }), "5");
  assertEquals(fitSchema("a", { enum: ["A", "a "] }), "A");
  assertEquals(fitSchema("5", undefined), "5");
});
