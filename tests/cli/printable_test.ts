import { assertEquals, assertFalse } from "@std/assert";
import fc from "fast-check";
import { plainText, printable } from "../../src/printable.ts";
import { allHidden, hiddenIn, hostileText } from "../support/hostile_text.ts";

Deno.test("printable() leaves no character that a terminal obeys, hides or reorders", () => {
  for (const character of allHidden) {
    const shown = printable(`a${character}b`);
    assertEquals(hiddenIn(shown), []);
    assertEquals(JSON.parse(`"${shown}"`), `a${character}b`);
  }
});

Deno.test("printable() keeps every other character, line feeds and tabs", () => {
  const hidden = new Set(allHidden);
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    if (!hidden.has(character)) assertEquals(printable(character), character);
  }
  assertEquals(printable("a\tb\nc\r\nd\re"), "a\tb\nc\nd\\u000de");
});

Deno.test("printable() of JSON is JSON of the same value", () => {
  const text = fc.array(fc.oneof(fc.constantFrom(...allHidden), fc.string({ unit: "binary" })))
    .map((parts) => parts.join(""));
  fc.assert(fc.property(fc.dictionary(text, text), (value) => {
    const json = printable(JSON.stringify(value));
    assertEquals(hiddenIn(json), []);
    assertEquals(JSON.parse(json), JSON.parse(JSON.stringify(value)));
    assertEquals(printable(json), json);
  }));
});

Deno.test("plainText() is printable text on one line", () => {
  const line = plainText(` ${hostileText}\n\t${hostileText} `);
  assertFalse(/\s{2}|[\n\t]/.test(line));
  assertEquals(hiddenIn(line), []);
});
