import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { estimateTokens } from "../../src/model/tokens.ts";
import { PieceWriter, sectionsCost, sectionsText } from "../../src/render/pieces.ts";
import { titlesOf } from "./sections.ts";

const names = ["Code", "Inputs", "Outputs"] as const;

/** Texts with what is hard to count: blanks at both ends, line breaks, signs, digits, other scripts. */
const texts = fc.array(
  fc.string({
    unit: fc.constantFrom(
      "a",
      "word",
      "12",
      "=",
      "#",
      "\n",
      " ",
      "\t",
      "\r",
      "\u00a0",
      "\0",
      "é",
      "漢",
    ),
    maxLength: 12,
  }),
  { maxLength: 4 },
);
const sections = fc.record({ Code: texts, Inputs: texts, Outputs: texts });

Deno.test("sectionsCost() is the exact number of tokens of the text", () => {
  fc.assert(
    fc.property(sections, (texts) => {
      const made = new PieceWriter(estimateTokens).sections(texts, names);
      const text = made.length === 0 ? "" : `\n\n${sectionsText(made)}`;
      assertEquals(sectionsCost(made), estimateTokens(text));
    }),
    { numRuns: 2_000, seed: 7 },
  );
});

Deno.test("sectionsText() has no titles but those of its sections, whatever the texts", () => {
  const hostile = fc.array(
    fc.string({
      unit: fc.constantFrom("#", "Code", "#Outputs", "\n", "\r", "\u2028", " "),
      maxLength: 9,
    }),
  );
  fc.assert(
    fc.property(hostile, hostile, (code, inputs) => {
      const made = new PieceWriter(() => 0).sections({ Code: code, Inputs: inputs }, names);
      assertEquals(titlesOf(sectionsText(made)), made.map(({ name }) => name));
    }),
    { numRuns: 1_000, seed: 7 },
  );
});

Deno.test("PieceWriter.sections() leaves out empty texts, and sections without any", () => {
  const writer = new PieceWriter((text) => text.length);
  const made = writer.sections(
    { Outputs: ["c"], Code: ["a", "", " \n", "b "], Inputs: [""] },
    names,
  );
  assertEquals(sectionsText(made), "#Code\na\nb\n\n#Outputs\nc");
  assertEquals(sectionsText([]), "");
});

Deno.test("PieceWriter.piece() puts a backslash before lines that look like a title, and nowhere else", () => {
  const { text } = new PieceWriter(() => 0).piece("#Code\n# heading\n#1\n##x\n a #Code");
  assertEquals(text, "\\#Code\n# heading\n#1\n##x\n a #Code");
});
