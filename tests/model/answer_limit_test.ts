import { assertEquals } from "@std/assert";
import { cutAnswer, maxAnswerLength, withShortAnswers } from "../../src/model/answer_limit.ts";
import type { ModelResponse } from "../../src/model/language_model.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";

const usage = { promptTokens: 1, completionTokens: 1, usd: 0 };
const responseOf = (text: string): ModelResponse => ({
  text,
  finishReason: "stop",
  usage,
  model: "m",
});

Deno.test("cutAnswer() cuts an answer after 500,000 characters, as if the server had", () => {
  const whole = responseOf("x".repeat(maxAnswerLength));
  assertEquals(cutAnswer(whole), whole);
  const { text, finishReason } = cutAnswer(responseOf("x".repeat(maxAnswerLength + 1)));
  assertEquals([text.length, finishReason], [500_000, "length"]);
});

Deno.test("cutAnswer() gives well-formed text, also where it cuts a character", () => {
  assertEquals(cutAnswer(responseOf("a\ud800b")).text, "a\ufffdb");
  const long = `${"x".repeat(maxAnswerLength - 1)}\u{1f600}`;
  assertEquals(cutAnswer(responseOf(long)).text.at(-1), "\ufffd");
});

Deno.test("withShortAnswers() cuts the answers of a model and keeps the rest of it", async () => {
  const model = scriptedModel(["short", "x".repeat(600_000)]);
  const short = withShortAnswers(model);
  assertEquals([short.name, short.price], [model.name, model.price]);
  assertEquals((await short.generate({ messages: [] })).text, "short");
  assertEquals((await short.generate({ messages: [] })).finishReason, "length");
});
