import { assertEquals, assertLessOrEqual } from "@std/assert";
import { dataText, valueText } from "../../src/render/value_text.ts";
import { encodeValue } from "../../src/trace/data/value_data.ts";

Deno.test("valueText() keeps short values on one line", () => {
  assertEquals(valueText([[2, 6], [3, 6], [4, 6]]), "[[2, 6], [3, 6], [4, 6]]");
  assertEquals(valueText({ a: 1, b: ["x"] }), '{a: 1, b: ["x"]}');
  assertEquals(valueText("plain"), '"plain"');
});

Deno.test("valueText() shows a table by its rows", () => {
  const row = Array(8).fill(".");
  assertEquals(
    valueText([row, row]),
    '[\n  [".", ".", ".", ".", ".", ".", ".", "."],\n  [".", ".", ".", ".", ".", ".", ".", "."],\n]',
  );
});

Deno.test("valueText() fills lines with the items of a long list", () => {
  const text = valueText(Array.from({ length: 200 }, (_, index) => index));
  const lines = text.split("\n");
  for (const line of lines) assertLessOrEqual(line.length, 102);
  assertLessOrEqual(lines.length, 12);
  assertEquals(lines[1]?.startsWith("  0, 1, 2,"), true);
});

Deno.test("valueText() stops at the limit and shows how much is missing", () => {
  const text = valueText(Array(500).fill(7), 150);
  const full = Array(33).fill("7,").join(" ");
  assertEquals(text, `[\n  ${full}\n  ${"7, ".repeat(17)}… 450 more\n]`);
  assertEquals(valueText(Array(500).fill(7), 9), "[7, 7, 7…");
  assertEquals(valueText("a\n".repeat(50), 4), "`a\na…`");
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
