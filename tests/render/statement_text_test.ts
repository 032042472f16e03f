import { assertEquals } from "@std/assert";
import type { StatementEvent } from "../../sandbox/protocol.ts";
import { statementLines } from "../../src/render/statement_text.ts";

const at = (line: number, kind: StatementEvent["kind"], label: string, value = "1") => ({
  unit: "f",
  line,
  kind,
  label,
  value,
  count: 1,
});

Deno.test("statementLines() cuts in the middle, and keeps the end with the result", () => {
  const events = Array.from({ length: 100 }, (_, i) => at(i + 1, "assign", `v${i + 1}`));
  const lines = statementLines([...events, at(101, "return", "f", "7")], undefined, 10);
  assertEquals(lines, [
    "  1: v1 = 1",
    "  2: v2 = 1",
    "  3: v3 = 1",
    "  4: v4 = 1",
    "  5: v5 = 1",
    "  6: v6 = 1",
    "…",
    " 98: v98 = 1",
    " 99: v99 = 1",
    "100: v100 = 1",
    "101: returned 7",
  ]);
});

Deno.test("statementLines() keeps a result that stands above many other lines, and what was caught", () => {
  const helper = Array.from({ length: 20 }, (_, i) => at(i + 10, "assign", "x"));
  const lines = statementLines(
    [at(4, "catch", "why", "Error: no"), at(5, "return", "f", "7"), ...helper],
    "\n\n\ncatch (why) {",
    4,
  );
  assertEquals(lines, [
    " 4: catch (why) { // caught Error: no",
    " 5: returned 7",
    "10: x = 1",
    "11: x = 1",
    "…",
  ]);
});

Deno.test("statementLines() cuts nothing within its limit, and keeps no more endings than half of it", () => {
  const returns = Array.from({ length: 4 }, (_, i) => at(i + 1, "return", "anonymous"));
  assertEquals(statementLines(returns, undefined, 4).length, 4);
  assertEquals(statementLines(returns, undefined, 3), ["…", "3: returned 1", "4: returned 1"]);
});
