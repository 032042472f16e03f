import { assertEquals, assertGreaterOrEqual, assertLessOrEqual } from "@std/assert";
import { countTokens } from "gpt-tokenizer/o200k";
import { estimateTokens } from "../../src/model/tokens.ts";

Deno.test("estimateTokens() is at the true count or up to a quarter above it", () => {
  // The true counts were measured with OpenAI's o200k encoding.
  const counted: readonly [string, number][] = [
    ["The quick brown fox jumps over the lazy dog.", 10],
    [JSON.stringify(Array(50).fill(Array(10).fill("."))), 650],
    ["今天天气很好,我们去公园散步吧。".repeat(50), 650],
  ];
  for (const [text, tokens] of counted) {
    assertGreaterOrEqual(estimateTokens(text), tokens);
    assertLessOrEqual(estimateTokens(text), tokens * 1.25);
  }
  assertEquals(estimateTokens(""), 0);
});

Deno.test("estimateTokens() of lines is at most the sum of them", () => {
  const lines = ["const add0 = add(x: w, y: 12);", "", "  return 1;", "one two"];
  const sum = lines.reduce((total, line) => total + estimateTokens(line) + 1, 0);
  assertLessOrEqual(estimateTokens(lines.join("\n")), sum);
});

Deno.test("estimateTokens() counts the space before a number, which is a token of its own", () => {
  const texts = [
    Array.from({ length: 200 }, (_, at) => at).join(" "),
    JSON.stringify(Array.from({ length: 64 }, (_, at) => at / 7)).replaceAll(",", ", "),
  ];
  for (const text of texts) {
    assertGreaterOrEqual(estimateTokens(text), countTokens(text));
    assertLessOrEqual(estimateTokens(text), countTokens(text) * 1.25);
  }
});
