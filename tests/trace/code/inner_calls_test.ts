import { assertEquals } from "@std/assert";
import { type CallTrace, emptyTrace, type InnerCall } from "../../../sandbox/protocol.ts";
import { insideOf } from "../../../src/trace/code/inner_calls.ts";

function call(id: number, parent: number, rest: Partial<InnerCall> = {}): InnerCall {
  return { id, parent, kind: "unit", callee: "f", args: [], result: id, ...rest };
}

function insideOfCalls(calls: readonly InnerCall[]) {
  const trace = { ...emptyTrace, calls };
  return insideOf({ trace, console: [], durationMs: 0 }, () => ["a"]);
}

Deno.test("insideOf() makes a graph of calls within calls", () => {
  const inside = insideOfCalls([call(0, -1), call(1, 0, { args: [3] }), call(2, -1)]);
  assertEquals(inside?.outputs?.map((output) => output.peek()), [0, 2]);
  const [inner] = inside?.outputs?.[0]?.inner?.outputs ?? [];
  assertEquals([inner?.peek(), inner?.inputNames], [1, ["a"]]);
});

Deno.test("insideOf() ends at once when a sandbox repeats ids", () => {
  const calls = Array.from({ length: 64 }, (_, i) => call(i >> 1, (i >> 1) - 1));
  const inside = insideOfCalls(calls);
  assertEquals(inside?.outputs?.length, 2);
  assertEquals(insideOfCalls([call(0, 0), call(1, 1)])?.outputs, undefined);
});

Deno.test("insideOf() has only the parts that were reported", () => {
  const parts = (trace: Partial<CallTrace>, text?: string) => {
    const console = text === undefined ? [] : [{ level: "log", text } as const];
    return insideOf({ trace: { ...emptyTrace, ...trace }, console, durationMs: 0 }, () => []);
  };
  const statement = { unit: "u", line: 1, kind: "loop", label: "l", count: 1 } as const;
  const rest = { callCounts: {}, isTruncated: false };
  assertEquals(parts({}), undefined);
  assertEquals(parts({ isTruncated: true }), undefined);
  assertEquals(parts({}, "hello"), { console: [{ level: "log", text: "hello" }], ...rest });
  assertEquals(parts({ statements: [statement] }), { statements: [statement], ...rest });
  assertEquals(parts({ callCounts: { f: 9 }, isTruncated: true }), {
    callCounts: { f: 9 },
    isTruncated: true,
  });
});

Deno.test("insideOf() makes a failed call an exception, and says which functions are the host's", () => {
  const error = { name: "TypeError", message: "no", frames: [] };
  const inside = insideOfCalls([
    call(0, -1, { kind: "tool", callee: "lookup", args: [1, "x"] }),
    call(1, -1, { error }),
    call(2, 1, { callee: "g" }),
  ]);
  const [tool, failed] = inside?.outputs ?? [];
  assertEquals(tool?.operator, { name: "lookup", documentation: "A function of the host." });
  assertEquals(tool?.inputNames, ["a", "args_1"]);
  assertEquals(tool?.inputs.map((input) => [input.kind, input.baseName, input.peek()]), [
    ["value", "a", 1],
    ["value", "args_1", "x"],
  ]);
  assertEquals([tool?.kind, tool?.inner], ["message", undefined]);
  assertEquals([failed?.kind, failed?.peek(), failed?.operator?.documentation], [
    "exception",
    "(TypeError) no",
    "",
  ]);
  assertEquals(failed?.failure, {
    kind: "thrown",
    name: "TypeError",
    message: "no",
    full: "(TypeError) no",
  });
  assertEquals(failed?.inner?.outputs?.map(({ baseName }) => baseName), ["g"]);
});
