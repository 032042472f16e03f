import { assertEquals } from "@std/assert";
import { phrasesOf } from "../../../src/search/residuals/phrases.ts";

Deno.test("phrasesOf() tells the words of each sentence and line from their numbers", () => {
  assertEquals(phrasesOf("Too high by 3.21. It took -4e-2 s; x2 is fine\n\n5 of 7!"), [
    { form: "Too high by #", numbers: [3.21] },
    { form: "It took # s", numbers: [-0.04] },
    { form: "x2 is fine", numbers: [] },
    { form: "# of #", numbers: [5, 7] },
  ]);
});

Deno.test("phrasesOf() reads the minus sign of printed texts, and no parts of words or versions as numbers", () => {
  assertEquals(phrasesOf("off by −2.5 in v1.2.3"), [{
    form: "off by # in v1.2.3",
    numbers: [-2.5],
  }]);
  assertEquals(phrasesOf("Too high."), phrasesOf("Too high"));
});

Deno.test("phrasesOf() reads thousands, a leading point and lists, but nothing endless or cut", () => {
  const numbersIn = (text: string) => phrasesOf(text).flatMap(({ numbers }) => numbers);
  assertEquals(numbersIn("1,234.5 of -1,000,000"), [1234.5, -1_000_000]);
  assertEquals(numbersIn("[1,2] and .5"), [1, 2, 0.5]);
  assertEquals(numbersIn("1e999 and 123…"), []);
});

Deno.test("phrasesOf() reads a few phrases, numbers and characters, and nothing of an empty feedback", () => {
  assertEquals(phrasesOf(" \n "), []);
  assertEquals(phrasesOf("1 2 3 4 5")[0]?.numbers, [1, 2, 3]);
  assertEquals(phrasesOf("a\n".repeat(50)).length, 6);
  assertEquals(phrasesOf("a".repeat(10_000))[0]?.form.length, 400);
});
