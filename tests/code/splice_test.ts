import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type Splice, splice } from "../../src/code/splice.ts";

Deno.test("splice() replaces pieces in any order and keeps insertions at one place in theirs", () => {
  const splices = [
    { start: 4, end: 5, text: "" },
    { start: 0, end: 1, text: "A" },
    { start: 2, end: 2, text: "<" },
    { start: 2, end: 2, text: ">" },
  ];
  assertEquals(splice("abcdef", splices), "Ab<>cdf");
  assertEquals(splice("abc", []), "abc");
});

Deno.test("splice() refuses pieces that overlap", () => {
  const splices = [{ start: 0, end: 3, text: "" }, { start: 2, end: 4, text: "" }];
  assertThrows(() => splice("abcdef", splices), RangeError, "received an overlap");
});

/** A text of digits and non-overlapping splices of letters. */
const spliced = fc.tuple(
  fc.array(fc.nat(9), { maxLength: 30 }),
  fc.array(fc.nat(30), { maxLength: 8 }),
)
  .map(([digits, cuts]) => {
    const text = digits.join("");
    const places = cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b);
    const splices: Splice[] = [];
    for (let index = 0; index + 1 < places.length; index += 2) {
      splices.push({ start: places[index]!, end: places[index + 1]!, text: "ab".repeat(index) });
    }
    return { text, splices };
  });

Deno.test("splice() keeps each character outside of the pieces, in order", () => {
  fc.assert(
    fc.property(spliced, ({ text, splices }) => {
      const kept = [...text].filter((_, at) =>
        !splices.some(({ start, end }) => start <= at && at < end)
      );
      assertEquals(splice(text, splices).replaceAll(/\D/g, ""), kept.join(""));
    }),
    { seed: 1 },
  );
});
