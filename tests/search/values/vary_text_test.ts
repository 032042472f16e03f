import { assert, assertEquals } from "@std/assert";
import type { Trial } from "../../../src/problem/trial.ts";
import type { TextDomain } from "../../../src/search/space/domain.ts";
import { quotedIn, sentencesFor, sentencesOf } from "../../../src/search/values/sentences.ts";
import { textWarning } from "../../../src/search/values/text_warning.ts";
import { varyText } from "../../../src/search/values/vary_text.ts";
import { randomFrom } from "../../../src/seeds.ts";

const anyText: TextDomain = { kind: "text", least: 0, most: Infinity };

function variantsOf(text: string, others: readonly string[] = [], domain = anyText) {
  const variants = Array.from(
    { length: 80 },
    (_, seed) => varyText(text, { domain, others, random: randomFrom(seed) }),
  );
  return [...new Set(variants)].filter((variant) => variant !== undefined).sort();
}

Deno.test("sentencesOf() splits at marks before blanks and at lines, and keeps what is between", () => {
  const text = 'Be brief. Use 3.5 units!  Say "why?"\n\n- a list\n- its end\n';
  const sentences = sentencesOf(text);
  assertEquals(sentences.map(({ words }) => words), [
    ...["Be brief.", "Use 3.5 units!", 'Say "why?"', "- a list", "- its end"],
  ]);
  assertEquals(sentences.map(({ words, gap }) => words + gap).join(""), text);
  assertEquals(sentencesOf(""), []);
  assertEquals(sentencesOf("  \n"), []);
});

Deno.test("varyText() drops and swaps sentences", () => {
  assertEquals(variantsOf("One. Two."), ["One.", "Two.", "Two. One."]);
  assertEquals(variantsOf("One.\nTwo.\n"), ["One.\n", "Two.\n", "Two.\nOne.\n"]);
});

Deno.test("varyText() takes over a sentence that it does not have", () => {
  assertEquals(variantsOf("One.", ["One.", "New."]), ["New.", "One. New."]);
  assertEquals(variantsOf("", ["New."]), ["New."]);
  assertEquals(variantsOf("One.\nTwo.", ["New."]).filter((text) => text.includes("New")), [
    ...["New.\nTwo.", "One.\nNew.", "One.\nNew.\nTwo.", "One.\nTwo.\nNew."],
  ]);
});

Deno.test("varyText() keeps to lengths and patterns, and leaves what cannot change", () => {
  assertEquals(variantsOf("One. Three.", [], { ...anyText, most: 5 }), ["One."]);
  assertEquals(variantsOf("One. Two.", [], { ...anyText, pattern: "^Two" }), ["Two.", "Two. One."]);
  assertEquals(variantsOf("One."), []);
});

Deno.test("sentencesFor() offers earlier sentences, quoted words, and feedback that is not of one example alone", () => {
  const trial = (text: string, feedback: string): Trial => ({
    ...{ step: 1, values: { p: text }, score: 0, scores: {}, feedback, isAccepted: false },
  });
  const feedback = "examples 1, 4 (0.5): The answer should be shorter. It should be 42.\n" +
    'example 2 (0): expected "Paris"';
  const parameters = [{
    ...{ name: "p", kind: "value", type: "string", value: "One." } as const,
    description: 'The tone: "formal" or `casual`.',
  }];
  const history = [trial("One. Two.", feedback), trial("Three.", "")];
  assertEquals(sentencesFor(["p"], { parameters, history }), [
    ...["One.", "Two.", "Three.", "formal", "casual", "The answer should be shorter."],
  ]);
  assertEquals(quotedIn({}), []);
});

Deno.test("textWarning() names the texts where nothing else can change", () => {
  const text = (name: string, value: string) =>
    ({ name, kind: "value", type: "string", value }) as const;
  const [one, two] = [text("one", "Be brief. Be kind."), text("two", "Short")];
  assert(textWarning([one, two])?.message.includes('sentences of "one": no text'));
  assertEquals(textWarning([two]), undefined);
  assertEquals(
    textWarning([one, { ...text("n", ""), type: "number", value: 1 } as never]),
    undefined,
  );
});
