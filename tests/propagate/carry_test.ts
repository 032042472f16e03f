import { assertEquals, assertThrows } from "@std/assert";
import { carry } from "../../src/propagate/carry.ts";
import { sumPropagator } from "../../src/propagate/sum_propagator.ts";
import "../../src/trace/operators/methods.ts";
import { node, parameter, TraceNode } from "../../src/trace/node.ts";
import { ops } from "../../src/trace/operators/ops.ts";
import type { Propagator } from "../../src/trace/propagator.ts";

/** Messages are lists of words; the names of all merged nodes are noted. */
function recording(rules: Propagator<string[]>["rules"] = {}) {
  const merged: string[] = [];
  const propagator: Propagator<string[]> = {
    init: (output) => [`judged ${output.baseName}`],
    merge: (node, arrivals) => {
      merged.push(node.baseName);
      return arrivals.flat();
    },
    rules,
  };
  return { merged, propagator };
}

function made(name: string, inputs: TraceNode[], externals: TraceNode[] = []): TraceNode {
  const inputNames = inputs.map((_, i) => `a${i}`);
  const operator = { name, documentation: "" };
  return new TraceNode("message", 0, { operator, inputs, inputNames }, { inside: { externals } });
}

Deno.test("carry() passes only nodes with a parameter behind them", () => {
  const w = parameter(1, { name: "w" });
  const constant = made("constant", [node(1), node(2)]);
  const { merged, propagator } = recording();
  const output = made("last", [constant, made("first", [node(3), w]), node(4)]);
  const delivered = carry([{ output, feedback: {} }], propagator);
  assertEquals(merged, ["last", "first", "w"]);
  assertEquals([...delivered], [[w, ["judged last"]]]);
});

Deno.test("carry() sends one message to a node that is an input twice, and two when a rule made two", () => {
  const w = parameter(1, { name: "w" });
  const messagesFor = (rule?: () => string[][]) => {
    const { propagator } = recording(rule && { pair: rule });
    return carry([{ output: made("pair", [w, w]), feedback: {} }], propagator).get(w);
  };
  assertEquals(messagesFor(), ["judged pair"]);
  assertEquals(messagesFor(() => [["one"], ["two"]]), ["one", "two"]);
  const same = ["same"];
  assertEquals(messagesFor(() => [same, same]), ["same"]);
});

Deno.test("carry() takes every judgement and every user into account, also with one and the same message", () => {
  const w = parameter(1, { name: "w" });
  const feedback = { score: 1 };
  const output = ops.identity(w);
  const judged = [{ output, feedback }, { output, feedback }];
  assertEquals(carry(judged, sumPropagator).get(w), { score: 2 });
  const users = made("sum", [made("one", [w]), made("two", [w])]);
  assertEquals(carry([{ output: users, feedback }], sumPropagator).get(w), { score: 2 });
});

Deno.test("carry() gives hidden uses the node's own message beside those of a rule", () => {
  const [w, hidden] = [parameter(1, { name: "w" }), parameter(2, { name: "hidden" })];
  const { propagator } = recording({ used: () => [["for the input"]] });
  const delivered = carry([{ output: made("used", [w], [hidden]), feedback: {} }], propagator);
  assertEquals(delivered.get(w), ["for the input"]);
  assertEquals(delivered.get(hidden), ["judged used"]);
});

Deno.test("carry() needs exactly one message per input from a rule", () => {
  const w = parameter(1, { name: "w" });
  const output = made("pair", [w, w]);
  for (const count of [0, 1, 3]) {
    const { propagator } = recording({ pair: () => new Array(count).fill(["x"]) });
    assertThrows(
      () => carry([{ output, feedback: {} }], propagator),
      RangeError,
      `Cannot propagate through "pair" by its rule as one message per input: received ${count} for 2 inputs`,
    );
  }
});

Deno.test("carry() does not take inherited properties for rules", () => {
  const w = parameter(1, { name: "w" });
  const { propagator } = recording({});
  const output = made("toString", [w]);
  assertEquals(carry([{ output, feedback: {} }], propagator).get(w), ["judged toString"]);
});
