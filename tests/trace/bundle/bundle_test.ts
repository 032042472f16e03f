import { assert, assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { stopTracing } from "../../../src/trace/ambient.ts";
import { bundle } from "../../../src/trace/bundle/bundle.ts";
import {
  ExecutionError,
  TraceMissingInputsError,
} from "../../../src/trace/failure/execution_error.ts";
import { type Node, node, parameter } from "../../../src/trace/node.ts";
import { ops } from "../../../src/trace/operators/ops.ts";

Deno.test("a bundle is one step, named after its function, with its arguments as inputs", () => {
  const add = bundle(function add(a: number, b: number) {
    return a + b;
  }, { description: "Adds." });
  const [x, y] = [node(1), node(2)];
  const sum = add(x, y);
  assertEquals([sum.data, sum.operator], [3, { name: "add", documentation: "Adds." }]);
  assert(sum.inputs[0] === x && sum.inputs[1] === y && sum.inputs.length === 2);
  assertEquals([add.name, add.operator.name], ["add", "add"]);
});

Deno.test("a bundle's documentation is its description, or the comment its body begins with", () => {
  const f = bundle((x: number) => {
    /** Doubles
     * the number. */
    return x * 2;
  });
  assertEquals(f.operator.documentation, "Doubles the number.");
  assertEquals(bundle((x: number) => x, { description: "d" }).operator.documentation, "d");
  assertEquals(bundle((x: number) => x).operator.documentation, "");
});

Deno.test("a bundle wraps raw arguments, defaults too, and names them after the parameters", () => {
  const f = bundle(function f(a: number, b = 2, c = "x", d: number[] = [1, 2]) {
    return `${a}${b}${c}${d}`;
  });
  const y = f(1);
  assertEquals([y.data, y.inputNames], ["12x1,2", ["a", "b", "c", "d"]]);
  assertEquals(y.inputs.map((input) => input.baseName), ["a", "b", "c", "d"]);
  assertEquals(f(1, 3, "z").inputs.map((input) => input.data), [1, 3, "z", [1, 2]]);
});

Deno.test("a bundle takes names and defaults from its options where its text does not show them", () => {
  const env = { HOME: "/h" };
  const f = bundle((...args: unknown[]) => args.join(), {
    name: "getEnv",
    inputs: ["key", "map"],
    defaults: { map: env },
  });
  const y = f("HOME");
  assertEquals([y.inputNames, y.inputs[1]?.data, y.operator?.name], [
    ["key", "map"],
    env,
    "getEnv",
  ]);
});

Deno.test("a bundle that returns a node is unwrapped once and keeps the graph it made", () => {
  const f = bundle((a: number) => ops.add(a, 1));
  const y: Node<number> = f(1);
  assertEquals([y.data, y.inner?.outputs?.[0]?.operator?.name], [2, "add"]);
  assertEquals(bundle((a: number) => ({ sum: ops.add(a, 1) }))(2).data, { sum: 3 });
});

Deno.test("rest arguments are numbered, and options that are taken apart are named by key", () => {
  const rest = bundle(function rest(first: number, ...args: number[]) {
    return first + args.length;
  });
  assertEquals(rest(1, 2, node(3)).inputNames, ["first", "args_0", "args_1"]);
  const options = bundle(
    function options(x: number, { scale, label = "?" }: { scale: number; label?: string }) {
      return `${x * scale}${label}`;
    },
  );
  const scale = node(10);
  const y = options(2, { scale, label: "!" });
  assertEquals([y.data, y.inputNames], ["20!", ["x", "scale", "label"]]);
  assertStrictEquals(y.inputs[1], scale);
  assertEquals([options(2, { scale: 1 }).data, options(1, node({ scale: 4 })).data], ["2?", "4?"]);
  assertEquals(options(1, node({ scale: 4 })).inputNames, ["x", "scale_label"]);
});

Deno.test("a bundle takes containers that hold nodes", () => {
  const total = bundle((xs: number[]) => xs.reduce((a, b) => a + b, 0));
  const x = node(5);
  const y = total([1, x]);
  assertEquals(y.data, 6);
  assertStrictEquals(y.inputs[0]?.inputs[1], x);
});

Deno.test("a bundle without arguments works and has no inputs", () => {
  assertEquals(bundle(() => 3)().data, 3);
  assertEquals(bundle(() => 3)().inputs, []);
});

Deno.test("a bundle that returns an array is one node, indexed and destructured by traced steps", () => {
  const pair = bundle((a: number): [number, string] => [a, "b"])(1);
  const [first, second] = pair.unpack();
  assertEquals([first.add(1).data, second.len().data], [2, 1]);
  assertStrictEquals(first.inputs[0], pair);
});

Deno.test("stopTracing() computes the same and keeps no inputs", () => {
  const f = bundle((a: number) => a * 2);
  const x = node(4);
  const [bundled, operator, traceable] = stopTracing(() => [
    f(x),
    x.add(1),
    bundle((n: Node<number>) => n.mul(3), { traceable: true })(x),
  ]);
  assertEquals([bundled.data, bundled.inputs.length, operator.data, operator.inputs.length], [
    8,
    0,
    5,
    0,
  ]);
  assertEquals(traceable.data, 12);
});

Deno.test("arrows, methods, asynchronous and anonymous functions are bundled alike", () => {
  const tools = {
    method(a: number, b: number) {
      return a - b;
    },
    "quoted (name)": (a: number, /* , no */ b: number) => a - b,
  };
  const functions = [(a: number, b: number) => a - b, tools.method, tools["quoted (name)"]];
  for (const f of functions) {
    const y = bundle(f)(5, 3);
    assertEquals([y.data, y.inputNames], [2, ["a", "b"]]);
  }
  assertThrows(
    () => bundle(function* items() {}),
    TypeError,
    'Cannot bundle "items" as one step: received a generator',
  );
});

Deno.test("a traceable bundle keeps an inner graph on copies, unconnected to its arguments", () => {
  const f = bundle(function f(a: Node<number>, b: Node<number>) {
    return a.mul(b).add(1);
  }, { traceable: true });
  const [x, y] = [node(2), parameter(3)];
  const z = f(x, y);
  assertEquals(z.data, 7);
  assert(z.inputs[0] === x && z.inputs[1] === y);
  const end = z.inner?.outputs?.[0];
  assertEquals(end?.operator?.name, "add");
  const [a, b] = end?.inputs[0]?.inputs ?? [];
  assert(a !== x && a?.copyOf === x && b?.copyOf === y);
  assertEquals([a?.kind, b?.kind], ["value", "value"]);
});

Deno.test("the parameters that a traceable bundle hides stay reachable through its inside", () => {
  const hidden = parameter(10, { name: "hidden" });
  const f = bundle((a: Node<number>) => a.add(hidden), {
    traceable: true,
    allowExternalDependencies: true,
  });
  const y = f(1);
  assertEquals([y.data, y.inputs.length], [11, 1]);
  assertStrictEquals(y.inner?.outputs?.[0]?.inputs[1], hidden);
  assertEquals(y.inner?.externals, [hidden]);
});

Deno.test("a bundle that reads a node it was not given fails and names it", () => {
  const ext = node(5, { name: "ext" });
  const f = bundle(function f(a: number) {
    return a + ext.data;
  });
  const error = assertThrows(() => f(1), TraceMissingInputsError, 'Cannot trace "f"');
  assertEquals([error.nodes, error.code], [[ext], "missing-inputs"]);
  const allowed = bundle((a: number) => a + ext.data, { allowExternalDependencies: true })(1);
  assertEquals([allowed.data, allowed.inputs.length, allowed.inner?.externals], [6, 1, [ext]]);
});

Deno.test("missing inputs are noticed through operators, returned nodes, templates and containers", () => {
  const ext = node(5, { name: "ext" });
  const hidden: ((a: number) => unknown)[] = [
    (a) => ops.add(a, ext).data,
    (a) => ext.add(a),
    () => ext,
    () => [1, { ext }],
    (a) => ops.cond(true, a, ext).data,
    () => [...ops.iterate(ops.toArray([ext]))].length,
  ];
  for (const fn of hidden) assertThrows(() => bundle(fn)(1), TraceMissingInputsError, '"ext"');
});

Deno.test("missing inputs are noticed in nested bundles and through awaits", async () => {
  const ext = node(5, { name: "ext" });
  const inner = bundle((a: number) => a + 1);
  assertThrows(() => bundle(() => inner(ext).data)(), TraceMissingInputsError, '"ext"');
  const reads = bundle((a: number) => a + ext.data, { allowExternalDependencies: true });
  assertThrows(() => bundle((a: number) => reads(a).data)(1), TraceMissingInputsError, '"ext"');
  const later = Promise.resolve().then(() => node(7, { name: "late" }));
  const f = bundle(async function f(a: number) {
    await null;
    await null;
    return a + (await later).data;
  });
  await assertRejects(() => f(1), TraceMissingInputsError, '"late"');
});

Deno.test("nodes that a bundle makes itself, or was given within a container, are not missing", async () => {
  const x = node(5);
  const inner = bundle((a: number) => a + 1);
  const outer = bundle((xs: number[]) => {
    const made = ops.add(xs[0] ?? 0, 1);
    return inner(made).mul(2).data + x.data;
  });
  assertEquals(outer([1, x]).data, 11);
  const nested = bundle(async (a: number) =>
    (await bundle(async (b: number) => (await Promise.resolve(b)) + 1)(a)).data
  );
  assertEquals((await nested(1)).data, 2);
});

Deno.test("interleaved bundles never see one another's reads", async () => {
  const f = bundle(async function f(a: number, turns: number) {
    let made = ops.add(a, 0);
    for (let i = 0; i < turns; i++) {
      await null;
      made = made.add(1);
    }
    return made.data;
  });
  const results = await Promise.all(Array.from({ length: 50 }, (_, i) => f(i, i % 7)));
  assertEquals(
    results.map((result) => result.data),
    Array.from({ length: 50 }, (_, i) => i + i % 7),
  );
});

Deno.test("recursion by the function's own name is raw inside, by the bundle's name traced", () => {
  const raw = bundle(function sum(n: number): number {
    return n === 0 ? 0 : n + sum(n - 1);
  });
  const total = raw(10);
  assertEquals([total.data, total.inner], [55, undefined]);
  const traced = bundle((n: number): Node<number> | number =>
    n === 0 ? 0 : ops.add(n, traced(n - 1) as Node<number>)
  );
  assertEquals(traced(10).data, 55);
});

Deno.test("a bundle of a closure may change what it closes over, once per call", () => {
  const calls: number[] = [];
  const f = bundle((a: number) => calls.push(a));
  assertEquals([f(1).data, f(2).data, calls], [1, 2, [1, 2]]);
});

Deno.test("a bundled method has its instance as an input, one node per instance", () => {
  class Counter {
    count = 0;
    step = bundle(function step(this: Counter, by: number) {
      this.count += by;
      return this.count;
    });
  }
  const counter = new Counter();
  const [first, second] = [counter.step(1), counter.step(node(2))];
  assertEquals([first.data, second.data, second.inputNames], [1, 3, ["by", "this"]]);
  assertStrictEquals(first.inputs[1], second.inputs[1]);
  assert(new Counter().step(1).inputs[1] !== first.inputs[1]);
});

Deno.test("a bundle may call a bundled method of an instance it closes over", () => {
  class Doubler {
    factor = 2;
    run = bundle(function run(this: Doubler, x: number) {
      return x * this.factor;
    });
  }
  const doubler = new Doubler();
  assertEquals(doubler.run(1).data, 2);
  assertEquals(bundle((x: number) => doubler.run(x).data + new Doubler().run(x).data)(5).data, 20);
});

Deno.test("binding some arguments of a bundle works", () => {
  const f = bundle((a: number, b: number) => a - b);
  assertEquals(f.bind(null, 10)(3).data, 7);
});

Deno.test("passNodes hands arguments over as they came, bundles too", () => {
  const inner = bundle((a: number) => a + 1);
  const seen: unknown[] = [];
  const f = bundle((x: Node<number>, fn: typeof inner) => {
    seen.push(x, fn);
    return fn(x).data;
  }, { passNodes: true });
  const x = node(1);
  const y = (f as (...args: unknown[]) => Node<number>)(x, inner);
  assertEquals(y.data, 2);
  assert(seen[0] === x && seen[1] === inner && y.inputs[0] === x);
});

Deno.test("catchErrors: false lets the error through unchanged", async () => {
  const error = new Error("mine");
  const fail = () => {
    throw error;
  };
  assertStrictEquals(assertThrows(() => bundle(fail, { catchErrors: false })()), error);
  const failLater = () => Promise.reject(error);
  assertStrictEquals(await assertRejects(() => bundle(failLater, { catchErrors: false })()), error);
});

Deno.test("every call keeps inputs and output of its own", async () => {
  const f = bundle(async function f(a: number) {
    await null;
    return a * 2;
  });
  const outputs = await Promise.all(Array.from({ length: 200 }, (_, i) => f(i)));
  outputs.forEach((output, i) => assertEquals([output.inputs[0]?.data, output.data], [i, 2 * i]));
});

Deno.test("an asynchronous bundle gives a promise of a node with its own inputs", async () => {
  const f = bundle(async function f(a: number, t = 1) {
    await null;
    return a + t;
  });
  const one = node(1);
  const [x, y] = await Promise.all([f(one), f(one, 5)]);
  assertEquals([x.data, y.data, x.inputNames], [2, 6, ["a", "t"]]);
  assertStrictEquals(x.inputs[0], one);
});

Deno.test("asynchronous bundles run at the same time", async () => {
  const open: (() => void)[] = [];
  const f = bundle((a: number) => new Promise<number>((resolve) => open.push(() => resolve(a))));
  const all = Promise.all([f(1), f(2), f(3)]);
  assertEquals(open.length, 3);
  open.toReversed().forEach((resolve) => resolve());
  assertEquals((await all).map((result) => result.data), [1, 2, 3]);
});

Deno.test("one failing bundle among several leaves the others as they are", async () => {
  const f = bundle(async function f(a: number) {
    await null;
    if (a === 2) throw new Error("two");
    return a;
  });
  const settled = await Promise.allSettled([f(1), f(2), f(3)]);
  assertEquals(settled.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
  const error = settled[1]?.status === "rejected" ? settled[1].reason : undefined;
  assert(error instanceof ExecutionError && error.node.inputs[0]?.data === 2);
});

Deno.test("a huge result is referenced, not copied", () => {
  const big = "x".repeat(10_000_000);
  assertStrictEquals(bundle(() => big)().data, big);
});
