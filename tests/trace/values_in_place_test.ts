/**
 * Values that change in place: what a graph shows is what the steps were computed from, or an error says why not.
 *
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import { assertRejects } from "@std/assert";
import { bundle } from "../../src/trace/bundle/bundle.ts";
import { ExecutionError } from "../../src/trace/failure/execution_error.ts";
import { stopTracing } from "../../src/trace/ambient.ts";
import { node, parameter } from "../../src/trace/node.ts";
import { ops } from "../../src/trace/operators/ops.ts";
import { feedbackGraph } from "../../src/propagate/feedback_graph.ts";
import "../../src/entry/trace.ts"; // the backward rule

function grow(list: number[]): number[] {
  list.push(9);
  return list;
}

Deno.test("a bundle that changes an argument in place is refused, and the argument is named", () => {
  const pushes = bundle(grow);
  const message = 'record "grow" as one step: its argument "list" was changed in place';
  assertThrows(() => pushes(node([1])), TypeError, message);
  assertThrows(() => pushes([1]), TypeError, message);
  const deep = bundle((o: { a: Map<string, number[]> }) => o.a.get("k")?.pop(), { name: "deep" });
  assertThrows(() => deep({ a: new Map([["k", [1]]]) }), TypeError, '"o" was changed');
  assertThrows(() => ops.call(grow, [1]), TypeError, "changed in place");
  // What is no container, or was not recorded, is the author's own affair.
  const counter = {
    of: new (class Counter {
      n = 0;
    })(),
  };
  const count = bundle((c: typeof counter) => ++c.of.n, { name: "count" });
  assertEquals([count(counter).data, stopTracing(() => pushes([1])).data], [1, [1, 9]]);
});

Deno.test("an asynchronous bundle is held to the same", async () => {
  const pushes = bundle(async (list: number[]) => grow(await Promise.resolve(list)), {
    name: "late",
  });
  await assertRejects(async () => await pushes([1]), TypeError, '"list" was changed in place');
});

Deno.test("with copyArguments a bundle may change its arguments, and earlier steps keep their values", () => {
  const pushes = bundle(grow, { copyArguments: true });
  const first = node([1], { name: "first" });
  const second = pushes(first);
  const third = pushes(second);
  assertEquals([first.data, second.data, third.data], [[1], [1, 9], [1, 9, 9]]);
});

Deno.test("a value of a thousand members is guarded, a larger one is not", () => {
  const pushes = bundle(grow);
  assertThrows(() => pushes(new Array(1_000).fill(0)), TypeError, "changed in place");
  assertEquals(pushes(new Array(1_001).fill(0)).data.length, 1_002);
});

Deno.test("call() of a method that changes a built-in container is refused before it runs", () => {
  const list = node([2, 1]);
  for (const method of ["push", "sort", "reverse", "pop"] as const) {
    assertThrows(() => list.call(method as "pop"), ExecutionError, "it changes the value in place");
  }
  assertEquals(list.data, [2, 1]);
  assertEquals(list.call("toSorted").data, [1, 2]);
});

Deno.test("an update between forward and backward is an error, not a graph that contradicts itself", () => {
  const x = parameter(1, { name: "x" });
  const y = x.add(1);
  x.update(1); // no change
  y.backward("larger", { retainGraph: true });
  x.update(100);
  const message = 'from "add" to parameter "x": its value has changed since';
  assertThrows(() => y.backward("larger"), TypeError, message);
  assertThrows(() => feedbackGraph([x]), TypeError, message);
  x.zeroFeedback();
  x.add(1).backward("smaller");
  const { graph } = feedbackGraph([x]);
  assertEquals(graph.nodes.map(({ value }) => value.kind === "exact" ? value.json : ""), [
    100,
    1,
    101,
  ]);
});

Deno.test("an update before the forward pass, in the constructor too, is none after it", () => {
  const x = parameter(1, { name: "x", projections: [(value) => value + 1] });
  x.update(5);
  x.add(1).backward("larger");
  assertEquals(feedbackGraph([x]).graph.nodes.length, 3);
});
