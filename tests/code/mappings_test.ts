import { assertEquals } from "@std/assert";
import { encode } from "@jridgewell/sourcemap-codec";
import { mappingsAfter } from "../../src/code/compile/mappings.ts";
import { positionsOf } from "../../src/code/positions.ts";
import { splice } from "../../src/code/splice.ts";

Deno.test("mappingsAfter() leads each character to the place it had before the insertions", () => {
  const source = "ab cd\nef gh\n";
  const segments = source.split("\n").map((line, index) =>
    [...line].map((_, column): [number, number, number, number] => [column, 0, index, column])
  );
  const mappings = encode(segments);
  const insertions = [
    { start: 8, end: 8, text: "__" },
    { start: 0, end: 0, text: "<" },
    { start: 3, end: 3, text: "xyz" },
    { start: 3, end: 3, text: "w" },
  ];
  const code = splice(source, insertions);
  assertEquals(code, "<ab xyzwcd\nef__ gh\n");
  const positions = positionsOf(mappingsAfter(mappings, source, insertions), source);
  for (const letter of "abcdefgh") {
    const [before, after] = [source, code].map((text) => {
      const lines = text.split("\n");
      const line = lines.findIndex((line) => line.includes(letter));
      return { line: line + 1, column: lines[line]!.indexOf(letter) + 1 };
    });
    const found = positions.locate(after!.line, after!.column);
    assertEquals({ line: found?.line, column: found?.column }, before);
  }
});
