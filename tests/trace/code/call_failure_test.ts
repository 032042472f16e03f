import { assertEquals } from "@std/assert";
import { emptyTrace, type ThrownError } from "../../../sandbox/protocol.ts";
import { callFailure, innerFailure } from "../../../src/trace/code/call_failure.ts";
import type { Program } from "../../../src/trace/code_runner.ts";

const lines = (count: number) =>
  Array.from({ length: count }, (_, i) => `line ${i + 1}`).join("\n");

/** A program of units with so many lines each. */
function programOf(lengths: Readonly<Record<string, number>>): Program {
  const units = Object.entries(lengths).map(([id, length]) => {
    const source = lines(length);
    return { id, kind: "trainable", entry: id, source, original: source, uses: {} } as const;
  });
  return { units, entry: units[0]?.id ?? "" };
}

function failureOf(
  frames: [unit: string, line: number][],
  lengths: Record<string, number>,
  locals?: Record<string, string>,
) {
  const error: ThrownError = {
    name: "RangeError",
    message: "far",
    frames: frames.map(([unit, line]) => ({ unit, line, column: 1, lineText: "its line" })),
    ...(locals === undefined ? {} : { locals }),
  };
  const result = { kind: "thrown", error, trace: emptyTrace, console: [], durationMs: 1 } as const;
  return callFailure(result, programOf(lengths));
}

const shownLines = (full: string) => full.split("\n").filter((line) => /^\s*\d+ \| /.test(line));

Deno.test("callFailure() shows the source at the innermost frame, and a line around each outer one", () => {
  const failure = failureOf([["f", 2], ["g", 3]], { f: 3, g: 5 });
  assertEquals([failure.kind, failure.name, failure.message], ["thrown", "RangeError", "far"]);
  assertEquals(failure.full.split("\n"), [
    "f, line 2",
    "1 | line 1",
    "2 | line 2  <--- (RangeError) far",
    "3 | line 3",
    "g, line 3",
    "2 | line 2",
    "3 | line 3  <--- the error came out of this call",
    "4 | line 4",
  ]);
});

Deno.test("callFailure() shows a source of 60 lines whole, and eight lines around in a longer one", () => {
  assertEquals(shownLines(failureOf([["f", 30]], { f: 60 }).full).length, 60);
  assertEquals(shownLines(failureOf([["f", 1]], { f: 60 }).full).length, 60);
  assertEquals(shownLines(failureOf([["f", 60]], { f: 60 }).full).length, 60);
  assertEquals(shownLines(failureOf([["f", 30]], { f: 61 }).full).length, 8 + 1 + 8);
});

Deno.test("callFailure() shows four frames at most, each place once in a row", () => {
  const headsOf = (frames: [string, number][]) =>
    failureOf(frames, { f: 9, g: 9 }).full.split("\n").filter((line) => /, line \d+$/.test(line));
  const five: [string, number][] = [["f", 1], ["f", 2], ["g", 2], ["f", 2], ["f", 5]];
  assertEquals(headsOf(five), ["f, line 1", "f, line 2", "g, line 2", "f, line 2"]);
  assertEquals(headsOf([["f", 1], ["f", 1], ["f", 1], ["g", 1]]), ["f, line 1", "g, line 1"]);
});

Deno.test("callFailure() shows the line of the frame for a unit that is not in the program", () => {
  assertEquals(failureOf([["h", 1]], {}).full, "h, line 1\n1 | its line  <--- (RangeError) far");
});

Deno.test("callFailure() adds local variables, and is the simple text without any frame", () => {
  assertEquals(
    failureOf([], {}, { x: "1", y: "[2]" }).full,
    "(RangeError) far\nwith x = 1, y = [2]",
  );
  assertEquals(failureOf([], {}, {}).full, "(RangeError) far");
});

Deno.test("innerFailure() is the simple text", () => {
  assertEquals(innerFailure({ name: "Error", message: "no", frames: [] }), {
    kind: "thrown",
    name: "Error",
    message: "no",
    full: "(Error) no",
  });
});
