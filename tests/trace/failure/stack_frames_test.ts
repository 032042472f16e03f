import { assertEquals } from "@std/assert";
import { callSiteOutside, framesWithin } from "../../../src/trace/failure/stack_frames.ts";

const library = new URL("../../../src/trace/", import.meta.url).href;

/** An error whose stack has these lines. */
function thrownAt(...lines: readonly string[]): Error {
  const stack = ["Error: x", ...lines.map((line) => `    at ${line}`)].join("\n");
  return Object.assign(new Error("x"), { stack });
}

const frame = (line: number) => `f${line} (file:///a.ts:${line}:2)`;
const linesOf = (error: unknown, name = "") => framesWithin(error, name).map(({ line }) => line);

Deno.test("framesWithin() reads name, place, line and column of every form of frame", () => {
  const error = thrownAt(
    "f (file:///a/b.ts:3:5)",
    "async g (https://host/c.ts:10:20)",
    "Object.method (file:///a.ts:1:2)",
    "Module.exported (file:///a.ts:1:2)",
    "new Point (file:///a.ts:1:2)",
    "file:///a.ts:7:8",
    "async file:///a.ts:9:1",
    "Array.map (<anonymous>)",
    `applied (${library}bundle/bundle.ts:1:1)`,
  );
  assertEquals(
    framesWithin(error, "").map(({ functionName, url, line, column }) => [
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

Deno.test("framesWithin() are those of the user between the library's own", () => {
  const own = `step (${library}step.ts:1:1)`;
  assertEquals(linesOf(thrownAt(own, own, frame(1), frame(2), own, frame(3))), [1, 2]);
  assertEquals(linesOf(thrownAt(frame(1), frame(2))), []);
  assertEquals(linesOf(thrownAt(frame(1), own)), [1]);
  assertEquals(linesOf(thrownAt(own)), []);
});

Deno.test("framesWithin() end with the function of the name, which an error from elsewhere does not have", () => {
  const own = `step (${library}step.ts:1:1)`;
  const frames = [frame(1), "async Desk.judge (file:///a.ts:2:2)", "async f3 (file:///a.ts:3:2)"];
  assertEquals(linesOf(thrownAt(...frames), "judge"), [1, 2]);
  assertEquals(linesOf(thrownAt(...frames), "jud"), []);
  assertEquals(linesOf(thrownAt(frame(1), own), "f2"), []);
  assertEquals(linesOf(thrownAt(frame(1), own, frame(2)), "f2"), []);
  assertEquals(linesOf(thrownAt("Object.f1 [as f2] (file:///a.ts:1:2)", own), "f2"), [1]);
});

Deno.test("framesWithin() are at most twenty", () => {
  const frames = Array.from({ length: 21 }, (_, i) => frame(i + 1));
  assertEquals(linesOf(thrownAt(...frames), "f21"), Array.from({ length: 20 }, (_, i) => i + 1));
  assertEquals(linesOf(thrownAt(...frames.slice(0, 20)), "f20").length, 20);
});

Deno.test("framesWithin() finds none where no stack can be read", () => {
  const hostile = Object.defineProperty(new Error("x"), "stack", {
    get() {
      throw new Error("no");
    },
  });
  const values = [3, undefined, { stack: `Error\n    at ${frame(1)}` }, hostile];
  const stackless = Object.defineProperty(new Error("x"), "stack", { value: 3 });
  assertEquals([...values, stackless].map((value) => framesWithin(value, "f1").length), [
    0,
    0,
    0,
    0,
    0,
  ]);
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
