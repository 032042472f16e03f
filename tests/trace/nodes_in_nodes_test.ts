/**
 * Nodes within values: results give up the value, and feedback reaches the parameter behind it.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { bundle } from "../../src/trace/bundle/bundle.ts";
import { stopTracing } from "../../src/trace/ambient.ts";
import { type Node, node, parameter, type ParameterNode } from "../../src/trace/node.ts";
import { ops } from "../../src/trace/operators/ops.ts";
import { feedbackGraph } from "../../src/propagate/feedback_graph.ts";
import "../../src/entry/trace.ts"; // the backward rule

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;
function same<T extends true>(): void {
  const is: T | true = true;
  assert(is);
}

class W {
  x: ParameterNode<number> = parameter(1, { name: "x" });
  f(y: number) {
    return this.x.add(y);
  }
  async g(y: number) {
    return { sum: await Promise.resolve(this.x.add(y)), list: [this.x, 7] };
  }
}

Deno.test("call() of a method that returns a node has its value, and feedback arrives", () => {
  const w = new W();
  const y = node(w).call("f", 2);
  same<Equal<typeof y, Node<number>>>();
  assertEquals(y.data, 3);
  const z = y.mul(2);
  assertEquals(z.data, 6);
  z.backward("larger");
  assertEquals(w.x.feedback.length, 1);
  const { graph, outputs } = feedbackGraph([w.x]);
  assertEquals(outputs.map(({ feedback }) => feedback), [{ feedback: "larger" }]);
  assertEquals(graph.nodes.map(({ name }) => name).includes("x"), true);
});

Deno.test("get() of a property that holds a node has its value, and feedback arrives", () => {
  const w = new W();
  const x = node(w).get("x");
  same<Equal<typeof x, Node<number>>>();
  x.mul(2).backward("larger");
  assertEquals([x.data, w.x.feedback.length], [1, 1]);
  assertEquals(node(w).data.x.data, 1); // an instance keeps its nodes, and its type says so
});

Deno.test("asynchronous methods, functions, and containers of nodes are unwrapped alike", async () => {
  const w = new W();
  const both = await node(w).call("g", 2);
  same<Equal<typeof both.data, { sum: number; list: number[] }>>();
  assertEquals(both.data, { sum: 3, list: [1, 7] });
  both.get("sum").backward("larger");
  const shifted = ops.call((y: number) => w.x.mul(y), 5);
  same<Equal<typeof shifted, Node<number>>>();
  assertEquals(shifted.data, 5);
  shifted.backward("smaller");
  const later = await ops.call(async (y: number) => await Promise.resolve(w.x.mul(y)), 5);
  later.backward("larger");
  const listed = ops.values(new W() as object);
  assertEquals(listed.data, [1]);
  assertEquals(w.x.feedback.length, 3);
});

Deno.test("a bundle that returns nodes is typed and unwrapped, synchronous or not", async () => {
  const x = parameter(2, { name: "x" });
  const pair = bundle((y: number) => ({ a: x.add(y), b: [x] }), {
    name: "pair",
    allowExternalDependencies: true,
  });
  const made = pair(1);
  same<Equal<typeof made.data, { a: number; b: number[] }>>();
  assertEquals(made.data, { a: 3, b: [2] });
  made.get("a").backward("larger");
  const later = bundle(async (y: number) => await Promise.resolve(x.add(y)), {
    name: "later",
    allowExternalDependencies: true,
  });
  const made2 = await later(1);
  same<Equal<typeof made2, Node<number>>>();
  made2.backward("larger");
  assertEquals(x.feedback.length, 2);
});

Deno.test("parameter.update() takes the value of a node, and of containers with nodes", () => {
  const p = parameter<unknown>(1);
  p.update(node(2));
  assertEquals(p.data, 2);
  p.update({ a: node(3), b: [node(4)] });
  assertEquals(p.data, { a: 3, b: [4] });
  const checked = parameter(1, { projections: [(n) => n + 1] });
  checked.update(node(5));
  assertEquals(checked.data, 6);
});

Deno.test("without recording, results are unwrapped and keep no inside", () => {
  const w = new W();
  const y = stopTracing(() => node(w).call("f", 2));
  assertEquals([y.data, y.inputs.length, y.inner], [3, 0, undefined]);
});

Deno.test("a node held by a node that a bundle did not receive is an unseen read", () => {
  const w = new W();
  const sly = bundle((y: number) => node(w).call("f", y).data, { name: "sly" });
  let message = "";
  try {
    sly(1);
  } catch (error) {
    message = String(error);
  }
  assert(message.includes("x"), message);
});
