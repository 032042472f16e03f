import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { LineTable, offsetAt, placeAt } from "../../src/code/text_place.ts";

Deno.test("placeAt() counts lines of every kind and columns in UTF-16", () => {
  const text = "a\r\nb😀c\u2028d\re";
  assertEquals(placeAt(text, 0), { line: 1, column: 1, lineText: "a" });
  assertEquals(placeAt(text, text.indexOf("c")), { line: 2, column: 4, lineText: "b😀c" });
  assertEquals(placeAt(text, text.indexOf("d")), { line: 3, column: 1, lineText: "d" });
  assertEquals(placeAt(text, text.length), { line: 4, column: 2, lineText: "e" });
});

Deno.test("offsetAt() is the inverse of placeAt()", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "\n", "\r\n", "\u2029", "漢", "😀") });
  fc.assert(
    fc.property(text, fc.nat(40), (text, at) => {
      const offset = Math.min(at, text.length);
      // Between the two characters of one line end there is no place.
      if (text.slice(offset - 1, offset + 1) === "\r\n") return;
      const { line, column } = placeAt(text, offset);
      assertEquals(offsetAt(text, line, column), offset);
    }),
    { seed: 1 },
  );
});

Deno.test("offsetAt() gives the end for a place behind the text", () => {
  assertEquals(offsetAt("a\nb", 9, 1), 3);
});

Deno.test("LineTable finds many places by one reading of the text", () => {
  const count = 100_000;
  const lines = new LineTable("ab\n".repeat(count));
  for (let line = 1; line <= count; line++) {
    assertEquals(lines.placeAt(3 * line - 2).line, line);
    assertEquals(lines.offsetAt(line, 2), 3 * line - 2);
  }
});
