import { assertEquals } from "@std/assert";
import { markSource } from "../../../src/trace/failure/marked_source.ts";

const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}`);

Deno.test("markSource() shows three lines on each side, numbered, and marks the one between", () => {
  assertEquals(markSource(lines(20).join("\n"), 10, "failed").split("\n"), [
    " 7 | line 7",
    " 8 | line 8",
    " 9 | line 9",
    "10 | line 10  <--- failed",
    "11 | line 11",
    "12 | line 12",
    "13 | line 13",
  ]);
});

Deno.test("markSource() ends where the source does, and shows as many lines as it is asked for", () => {
  assertEquals(markSource(lines(3).join("\n"), 1, "x", 1), "1 | line 1  <--- x\n2 | line 2");
  assertEquals(markSource(lines(3).join("\n"), 3, "x", 1), "2 | line 2\n3 | line 3  <--- x");
  assertEquals(markSource("only", 1, "x", 0), "1 | only  <--- x");
});

Deno.test("markSource() shows the first 200 characters of a line", () => {
  const long = "x".repeat(200);
  assertEquals(markSource(`${long}y`, 1, "n"), `1 | ${long}  <--- n`);
  assertEquals(markSource(long, 1, "n"), `1 | ${long}  <--- n`);
});
