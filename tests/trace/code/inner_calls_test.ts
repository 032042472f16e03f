import { assertEquals } from "@std/assert";
import { emptyTrace, type InnerCall } from "../../../sandbox/protocol.ts";
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
