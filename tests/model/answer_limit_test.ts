import { assertEquals } from "@std/assert";
import { cutAnswer, defaultAnswerBytes, withShortAnswers } from "../../src/model/answer_limit.ts";
import type { ModelResponse } from "../../src/model/language_model.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";

const usage = { promptTokens: 1, completionTokens: 1, usd: 0 };
const responseOf = (text: string): ModelResponse => ({
  text,
  finishReason: "stop",
  usage,
  model: "m",
});

Deno.test("cutAnswer() cuts an answer at the limit with a mark, as if the server had", () => {
  const whole = responseOf("x".repeat(defaultAnswerBytes));
  assertEquals(cutAnswer(whole), whole);
  const { text, finishReason } = cutAnswer(responseOf("x".repeat(80_000_000)), 10_000);
  assertEquals(text, `${"x".repeat(10_000)}\n… 79,990,000 characters cut`);
  assertEquals(finishReason, "length");
});

Deno.test("cutAnswer() gives well-formed text, also where it cuts a character", () => {
  assertEquals(cutAnswer(responseOf("a\ud800b")).text, "a\ufffdb");
  assertEquals(cutAnswer(responseOf("xx\u{1f600}"), 3).text, "xx\ufffd\n… 1 character cut");
});

Deno.test("withShortAnswers() cuts the answers of a model and keeps the rest of it", async () => {
  const model = { ...scriptedModel(["short", "x".repeat(600)]), host: "model.test" };
  const short = withShortAnswers(model, 500);
  assertEquals([short.name, short.price, short.host], [model.name, model.price, "model.test"]);
  assertEquals((await short.generate({ messages: [] })).text, "short");
  assertEquals((await short.generate({ messages: [] })).finishReason, "length");
});
