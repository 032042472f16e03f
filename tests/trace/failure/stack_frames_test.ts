import { assertEquals } from "@std/assert";
import { callSiteOutside, userFrames } from "../../../src/trace/failure/stack_frames.ts";

const library = new URL("../../../src/trace/", import.meta.url).href;

/** An error whose stack has these lines. */
function thrownAt(...lines: readonly string[]): Error {
  const stack = ["Error: x", ...lines.map((line) => `    at ${line}`)].join("\n");
  return Object.assign(new Error("x"), { stack });
}

const frame = (line: number) => `f${line} (file:///a.ts:${line}:2)`;
const linesOf = (error: unknown) => userFrames(error).map(({ line }) => line);

Deno.test("userFrames() reads name, place, line and column of every form of frame", () => {
  const error = thrownAt(
    "f (file:///a/b.ts:3:5)",
    "async g (https://host/c.ts:10:20)",
    "Object.method (file:///a.ts:1:2)",
    "Module.exported (file:///a.ts:1:2)",
    "new Point (file:///a.ts:1:2)",
    "file:///a.ts:7:8",
    "async file:///a.ts:9:1",
    "Array.map (<anonymous>)",
  );
  assertEquals(
    userFrames(error).map(({ functionName, url, line, column }) => [
      functionName,
      url,
      line,
      column,
    ]),
    [
      ["f", "file:///a/b.ts", 3, 5],
      ["g", "https://host/c.ts", 10, 20],
      ["method", "file:///a.ts", 1, 2],
      ["exported", "file:///a.ts", 1, 2],
      ["Point", "file:///a.ts", 1, 2],
      [undefined, "file:///a.ts", 7, 8],
      [undefined, "file:///a.ts", 9, 1],
    ],
  );
});

Deno.test("userFrames() are those of the user between the library's own", () => {
  const own = `step (${library}step.ts:1:1)`;
  assertEquals(linesOf(thrownAt(own, own, frame(1), frame(2), own, frame(3))), [1, 2]);
  assertEquals(linesOf(thrownAt(frame(1), frame(2))), [1, 2]);
  assertEquals(linesOf(thrownAt(frame(1), own)), [1]);
  assertEquals(linesOf(thrownAt(own)), []);
});

Deno.test("userFrames() are at most twenty", () => {
  const frames = Array.from({ length: 21 }, (_, i) => frame(i + 1));
  assertEquals(linesOf(thrownAt(...frames)), Array.from({ length: 20 }, (_, i) => i + 1));
  assertEquals(linesOf(thrownAt(...frames.slice(0, 20))).length, 20);
});

Deno.test("userFrames() finds none where no stack can be read", () => {
  const hostile = Object.defineProperty(new Error("x"), "stack", {
    get() {
      throw new Error("no");
    },
  });
  const values = [3, undefined, { stack: `Error\n    at ${frame(1)}` }, hostile];
  const stackless = Object.defineProperty(new Error("x"), "stack", { value: 3 });
  assertEquals([...values, stackless].map((value) => userFrames(value).length), [0, 0, 0, 0, 0]);
});

Deno.test("callSiteOutside() is the place of the call, however short stacks are", () => {
  const limit = Error.stackTraceLimit;
  for (const short of [0, 30]) {
    Error.stackTraceLimit = short;
    const site = callSiteOutside();
    assertEquals(Error.stackTraceLimit, short);
    assertEquals(site?.url, import.meta.url);
  }
  Error.stackTraceLimit = limit;
});
