import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { bundle } from "../../../src/trace/bundle/bundle.ts";
import { ExecutionError } from "../../../src/trace/failure/execution_error.ts";
import { type Node, node } from "../../../src/trace/node.ts";
import { ops } from "../../../src/trace/operators/ops.ts";

Deno.test("a bundle is named by its options, its function, or as a bundle", () => {
  const anonymous = (() => () => 1)();
  assertEquals(bundle(anonymous).operator.name, "bundle");
  assertEquals(bundle(anonymous).name, "bundle");
  assertEquals(bundle(function own() {}, { name: "given" }).operator.name, "given");
  assert(Object.isFrozen(bundle(anonymous).operator));
  assertStrictEquals(bundle(anonymous).fn, anonymous);
});

Deno.test("a bundle takes no generator, asynchronous or not", () => {
  const generators = [function* () {}, async function* () {}];
  for (const fn of generators) {
    assertThrows(() => bundle(fn, { name: "items" }), TypeError, 'Cannot bundle "items"');
  }
});

Deno.test("a bundle keeps the graph it made only when it returns a node", () => {
  const bare = bundle((a: number) => ops.add(a, 1).data)(1);
  assertEquals([bare.data, bare.inner], [2, undefined]);
  const graph = bundle((a: number) => ops.add(a, 1))(1);
  assertEquals(Object.keys(graph.inner ?? {}), ["outputs"]);
  const ext = node(5);
  const both = bundle((a: number) => ext.add(a), { allowExternalDependencies: true })(1);
  assertEquals(Object.keys(both.inner ?? {}), ["outputs", "externals"]);
  const read = bundle((a: number) => a + ext.data, { allowExternalDependencies: true })(1);
  assertEquals(Object.keys(read.inner ?? {}), ["externals"]);
});

Deno.test("a failed bundle keeps the failed step within, and nothing of other errors", () => {
  const outer = bundle((a: number) => ops.div(a, 0).data);
  const error = assertThrows(() => outer(1), ExecutionError);
  assertEquals(error.node.inner?.outputs?.map(({ kind }) => kind), ["exception"]);
  assert(error.cause instanceof ExecutionError);
  const other = assertThrows(() =>
    bundle(() => {
      throw new Error("x");
    })(), ExecutionError);
  assertEquals(other.node.inner, undefined);
});

Deno.test("a copy within a traceable bundle has the name, description and value of its argument", () => {
  const x = node([1], { name: "x", description: "given" });
  const seen: unknown[] = [];
  const f = bundle((a: Node<number[]>) => {
    seen.push(a.baseName, a.description, a.peek());
    a.peek().push(2);
    return a.len();
  }, { traceable: true });
  assertEquals(f(x).data, 2);
  assertEquals(seen.slice(0, 2), ["x", "given"]);
  assertEquals(x.data, [1]);
});

Deno.test("a bundle adds defaults only to parameters of that name", () => {
  const f = bundle((a: number, b?: number) => `${a}${b}`, { defaults: { b: 7, other: 1 } });
  assertEquals([f(1).data, f(1).inputNames, f(1, 2).data], ["17", ["a", "b"], "12"]);
  const inherited = bundle((toString?: unknown) => toString, { defaults: {} });
  assertEquals(inherited().inputNames, []);
});
