import { assertEquals, assertLessOrEqual } from "@std/assert";
import { dataText, exactText, valueText } from "../../src/render/value_text.ts";
import { encodeValue } from "../../src/trace/data/value_data.ts";

Deno.test("valueText() keeps short values on one line", () => {
  assertEquals(valueText([[2, 6], [3, 6], [4, 6]]), "[[2, 6], [3, 6], [4, 6]]");
  assertEquals(valueText({ a: 1, b: ["x"] }), '{a: 1, b: ["x"]}');
  assertEquals(valueText("plain"), '"plain"');
});

Deno.test("valueText() shows a table by its rows", () => {
  const row = Array(8).fill("ab");
  assertEquals(
    valueText([row, row]),
    '[\n  ["ab", "ab", "ab", "ab", "ab", "ab", "ab", "ab"],\n  ["ab", "ab", "ab", "ab", "ab", "ab", "ab", "ab"],\n]',
  );
});

Deno.test("valueText() fills lines with the items of a long list", () => {
  const text = valueText(Array.from({ length: 200 }, (_, index) => index % 9));
  const lines = text.split("\n");
  for (const line of lines) assertLessOrEqual(line.length, 102);
  assertLessOrEqual(lines.length, 12);
  assertEquals(lines[1]?.startsWith("  0, 1, 2,"), true);
});

Deno.test("valueText() stops at the limit and shows how much is missing", () => {
  const text = valueText(Array(500).fill(7), 150);
  const full = Array(33).fill("7,").join(" ");
  assertEquals(text, `[\n  ${full}\n  ${"7, ".repeat(5)}… 450 more ${"7, ".repeat(11)}7,\n]`);
  assertEquals(valueText(Array(500).fill(7), 9), "[7, 7, 7…");
  assertEquals(valueText("a\n".repeat(50), 4), '"a" … 98 more characters … `\n`');
});

Deno.test("valueText() writes text of several lines as a template", () => {
  assertEquals(valueText("a `b`\n${c} \\d"), "`a \\`b\\`\n\\${c} \\\\d`");
});

Deno.test("valueText() keeps carriage returns, which a template would turn into line feeds", () => {
  assertEquals(valueText("a\r\nb"), "`a\\r\nb`");
});

Deno.test("dataText() shows the preview of a value that has no exact form", () => {
  const data = encodeValue(() => 1);
  assertEquals(data.kind, "preview");
  assertEquals(dataText(data), "[function without a name]");
  assertEquals(dataText(data, 9), "[functio…");
});

Deno.test("valueText() writes rows of characters as strings, ranges by their ends, and six digits of a float", () => {
  assertEquals(
    valueText([[..."..X"], [..."O.."]].map((row) => [...row, "."])),
    '[[..."..X."], [..."O..."]]',
  );
  assertEquals(valueText([0.1 + 0.2, 1 / 3, -0, 12345678]), "[0.3, 0.333333, -0, 12345678]");
  assertEquals(valueText(Array.from({ length: 30 }, (_, at) => at + 5)), "[5, 6, …, 34]");
  assertEquals(valueText(["ab", "c", "d", "e"]), '["ab", "c", "d", "e"]');
  assertEquals(valueText(["\ud83d", "\ude00", "a", "b"]), '["\\ud83d", "\\ude00", "a", "b"]');
});

Deno.test("exactText() keeps every digit and item: a variable is shown as an answer gives it", () => {
  assertEquals(exactText(0.1 + 0.2), "0.30000000000000004");
  assertEquals(exactText(["a", "b", "c", "d"]), '["a", "b", "c", "d"]');
});

Deno.test("valueText() cuts long text in its middle", () => {
  assertEquals(valueText("a".repeat(50) + "z", 14), '"aaaaaaaaa" … 39 more characters … "aaz"');
});
