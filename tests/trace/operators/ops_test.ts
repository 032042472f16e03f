import {
  assert,
  assertEquals,
  assertNotStrictEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { ExecutionError } from "../../../src/trace/failure/execution_error.ts";
import { node, type TraceNode } from "../../../src/trace/node.ts";
import { operatorRows } from "../../../src/trace/operators/operators.ts";
import { ops } from "../../../src/trace/operators/ops.ts";

Deno.test("an operator on two nodes gives a message node with both as inputs x and y", () => {
  const a = node("NodeX");
  const b = node("NodeY");
  const c = ops.concat(a, b);
  assertEquals([c.data, c.kind, c.operator?.name], ["NodeXNodeY", "message", "concat"]);
  assertEquals(c.inputNames, ["x", "y"]);
  assert(c.inputs[0] === a && c.inputs[1] === b);
  const method = a.concat(b);
  assertEquals([method.data, method.inputNames, method.operator], [
    c.data,
    c.inputNames,
    c.operator,
  ]);
});

Deno.test("arithmetic gives what JavaScript gives, whichever side is a node", () => {
  const table: [keyof typeof ops & string, (x: number, y: number) => unknown][] = [
    ["add", (x, y) => x + y],
    ["sub", (x, y) => x - y],
    ["mul", (x, y) => x * y],
    ["div", (x, y) => x / y],
    ["mod", (x, y) => x - y * Math.floor(x / y)],
    ["pow", (x, y) => x ** y],
    ["floorDiv", (x, y) => Math.floor(x / y)],
    ["shl", (x, y) => x << y],
    ["shr", (x, y) => x >> y],
    ["ushr", (x, y) => x >>> y],
    ["bitAnd", (x, y) => x & y],
    ["bitOr", (x, y) => x | y],
    ["bitXor", (x, y) => x ^ y],
    ["min", Math.min],
    ["max", Math.max],
    ["lt", (x, y) => x < y],
    ["le", (x, y) => x <= y],
    ["gt", (x, y) => x > y],
    ["ge", (x, y) => x >= y],
    ["eq", (x, y) => x === y],
    ["neq", (x, y) => x !== y],
    ["and", (x, y) => x && y],
    ["or", (x, y) => x || y],
    ["xor", (x, y) => Boolean(x) !== Boolean(y)],
  ];
  for (const [name, expected] of table) {
    // Every entry of the table takes two numbers.
    const op = ops[name] as (x: unknown, y: unknown) => TraceNode;
    for (const [x, y] of [[7, 3], [-7, 3], [7, -3], [0.5, 2], [6, 6]] as const) {
      for (const result of [op(node(x), node(y)), op(node(x), y), op(x, node(y)), op(x, y)]) {
        assertEquals(result.data, expected(x, y), `${name}(${x}, ${y})`);
        assertEquals([result.inputs.length, result.operator?.name], [2, name]);
      }
    }
  }
});

Deno.test("operators of one number give the results of Math", () => {
  const x = node(-2.5);
  assertEquals([x.neg().data, x.abs().data, x.round().data, x.floor().data, x.ceil().data], [
    2.5,
    2.5,
    -2,
    -3,
    -2,
  ]);
  assertEquals([x.trunc().data, x.sign().data, x.pos().data, x.bitNot().data], [-2, -1, -2.5, 1]);
  assertEquals([node(4).sqrt().data, node(0).exp().data, node(1).log().data], [2, 1, 0]);
  assertEquals([node(0).sin().data, node(0).cos().data, node(0).tan().data, node(0).tanh().data], [
    0,
    1,
    0,
    0,
  ]);
  assert(Object.is(node(-0).abs().data, 0));
  assertEquals(node(3.14159).toFixed(2).data, "3.14");
  assertEquals(node(-7).divmod(2).data, [-4, 1]);
});

Deno.test("bigints compute as bigints", () => {
  const x = node(2n ** 60n);
  assertEquals([x.add(1n).data, x.mul(2n).data, x.lt(1n).data, node(-3n).abs().data], [
    2n ** 60n + 1n,
    2n ** 61n,
    false,
    3n,
  ]);
  assertThrows(() => x.div(0n), ExecutionError, "Cannot divide by zero");
});

Deno.test("division by zero fails, the one departure from JavaScript", () => {
  const x = node(1, { name: "x" });
  const y = node(0, { name: "y" });
  for (const divide of [() => x.div(y), () => x.mod(y), () => x.floorDiv(y), () => x.divmod(y)]) {
    const error = assertThrows(divide, ExecutionError, "(RangeError) Cannot divide by zero");
    assertEquals(error.node.kind, "exception");
    assert(error.node.inputs[0] === x && error.node.inputs[1] === y);
  }
});

Deno.test("the same node used twice is two inputs", () => {
  const x = node(3);
  const sum = x.add(x);
  assertEquals([sum.data, sum.inputs.length, new Set(sum.inputs).size], [6, 2, 1]);
});

Deno.test("cond() selects by its condition and depends on all three", () => {
  const [c, a, b] = [node(false), node("yes"), node("no")];
  const chosen = ops.cond(c, a, b);
  assertEquals(chosen.data, "no");
  assert(chosen.inputs[0] === c && chosen.inputs[1] === a && chosen.inputs[2] === b);
});

Deno.test("join() depends on the separator and on the list's nodes", () => {
  const separator = node("+");
  const parts = [node("NodeX"), node("NodeY")];
  const joined = ops.join(parts, separator);
  assertEquals(joined.data, "NodeX+NodeY");
  assertStrictEquals(joined.inputs[1], separator);
  assertEquals(joined.inputs[0]?.inputs, parts);
});

Deno.test("get() gives a new node at each access, with container and key as inputs", () => {
  const list = node([node("a"), node("b")]);
  const first = list.get(0);
  const again = list.get(0);
  assertEquals([first.data, again.data], ["a", "a"]);
  assertNotStrictEquals<unknown>(first, again);
  assert(first.inputs[0] === list && first.inputs[1]?.data === 0);
  assertEquals(node({ a: { b: 2 } }).get("a").get("b").data, 2);
  assertEquals(node(new Map([["k", 1]])).get("k").data, 1);
  assertEquals(node("abc").get(1).data, "b");
});

Deno.test("get() of null or undefined fails with an exception node", () => {
  const error = assertThrows(() => ops.get(null, "a"), ExecutionError, "get failed: (TypeError)");
  assertEquals(error.node.inputs.length, 2);
});

Deno.test("membership is by identity in sets and by strict equality in lists", () => {
  const object = { a: 1 };
  assertEquals(node([1, 2]).includes(2).data, true);
  assertEquals(node("abc").includes("bc").data, true);
  assertEquals(node(new Set([object])).has(object).data, true);
  assertEquals(node(new Set([object])).has({ a: 1 }).data, false);
  assertEquals(node({ a: 1 }).has("a").data, true);
});

Deno.test("equals() compares by content and eq() as JavaScript does", () => {
  const x = node({ a: [1, new Set([2])] });
  assertEquals(x.equals({ a: [1, new Set([2])] }).data, true);
  assertEquals(x.equals({ a: [1, new Set([3])] }).data, false);
  assertEquals(x.eq({ a: [1, new Set([2])] }).data, false);
  assertEquals([node(NaN).eq(NaN).data, node(NaN).is(NaN).data, node(NaN).equals(NaN).data], [
    false,
    true,
    true,
  ]);
});

Deno.test("text operators give what the raw calls give", () => {
  const s = node(" Hello, world ");
  const raw = s.data;
  assertEquals(
    [
      s.toUpperCase().data,
      s.toLowerCase().data,
      s.trim().data,
      s.trimStart().data,
      s.trimEnd().data,
    ],
    [raw.toUpperCase(), raw.toLowerCase(), raw.trim(), raw.trimStart(), raw.trimEnd()],
  );
  assertEquals([s.len().data, s.slice(1, 6).data, s.at(-2).data, s.indexOf("w").data], [
    14,
    "Hello",
    "d",
    8,
  ]);
  assertEquals(s.trim().split(", ").data, ["Hello", "world"]);
  assertEquals(s.replace("l", "L").data, raw.replace("l", "L"));
  assertEquals(s.replaceAll("l", "L").data, raw.replaceAll("l", "L"));
  assertEquals([s.startsWith(" H").data, s.endsWith("x").data], [true, false]);
  assertEquals([
    node("7").padStart(3, "0").data,
    node("7").padEnd(2).data,
    node("ab").repeat(2).data,
  ], ["007", "7 ", "abab"]);
  assertEquals([
    node("hELLO").capitalize().data,
    node("a bc").title().data,
    node("aB").swapCase().data,
  ], ["Hello", "A Bc", "Ab"]);
  assertEquals([node("A").codePointAt(0).data, node("4.5").toNumber().data], [65, 4.5]);
});

Deno.test("format() fills placeholders by name, index and order, whatever they are called", () => {
  assertEquals(node("{x} and {x}").format({ x: 1 }).data, "1 and 1");
  assertEquals(node("{}-{}-{0}").format(["a", "b"]).data, "a-b-a");
  assertEquals(node("{{x}} {values}").format({ values: node("v") }).data, "{x} v");
  const error = assertThrows(
    () => node("{missing}").format({}),
    ExecutionError,
    'Cannot fill "{missing}"',
  );
  assertEquals(error.node.failure?.name, "RangeError");
});

Deno.test("list operators give new lists and leave theirs alone", () => {
  const x = node([3, 1, 2]);
  assertEquals(x.append(4).data, [3, 1, 2, 4]);
  assertEquals(x.insert(1, 9).data, [3, 9, 1, 2]);
  assertEquals([x.drop().data, x.drop(0).data, x.remove(1).data], [[3, 1], [1, 2], [3, 2]]);
  assertEquals([x.toReversed().data, x.toSorted().data, x.concat([5]).data], [
    [2, 1, 3],
    [1, 2, 3],
    [3, 1, 2, 5],
  ]);
  assertEquals([x.with(0, 8).data, x.slice(1).data, x.sum().data, x.join("-").data], [
    [8, 1, 2],
    [1, 2],
    6,
    "3-1-2",
  ]);
  assertEquals([x.len().data, x.at(-1).data, x.indexOf(2).data], [3, 2, 2]);
  assertEquals(x.toSet().data, new Set([1, 2, 3]));
  assertEquals(x.data, [3, 1, 2]);
  assertThrows(() => x.remove(7), ExecutionError, "does not hold it");
  assertEquals(node([10, 9, 1]).toSorted().data, [1, 9, 10]);
});

Deno.test("record, map and set operators give new containers and leave theirs alone", () => {
  const r = node({ a: 1, b: 2 });
  assertEquals([r.keys().data, r.values().data, r.len().data], [["a", "b"], [1, 2], 2]);
  assertEquals([r.with("a", 5).data, r.omit("a").data], [{ a: 5, b: 2 }, { b: 2 }]);
  assertEquals([r.merge({ a: 7, b: 8 }).data, r.entries().data], [{ a: 7, b: 8 }, [["a", 1], [
    "b",
    2,
  ]]]);
  assertEquals(r.data, { a: 1, b: 2 });
  const m = node(new Map([["a", 1]]));
  assertEquals(m.with("b", 2).data, new Map([["a", 1], ["b", 2]]));
  assertEquals([m.omit("a").data.size, m.has("a").data, m.keys().data, m.len().data], [0, true, [
    "a",
  ], 1]);
  assertEquals(m.merge(new Map([["a", 3]])).data, new Map([["a", 3]]));
  const s = node(new Set([1, 2]));
  assertEquals(s.include(3).data, new Set([1, 2, 3]));
  assertEquals(s.exclude(1).data, new Set([2]));
  assertEquals(s.union(new Set([5])).data, new Set([1, 2, 5]));
  assertEquals(s.intersection(new Set([2, 5])).data, new Set([2]));
  assertEquals(s.difference(new Set([2])).data, new Set([1]));
  assertEquals(s.symmetricDifference(new Set([2, 3])).data, new Set([1, 3]));
  assertEquals([s.values().data, s.toArray().data, s.len().data], [[1, 2], [1, 2], 2]);
});

Deno.test("call() of a node that holds a function has the function as an input", () => {
  const double = node((x: number) => x * 2);
  const x = node(4);
  const result = double.call(x);
  assertEquals(result.data, 8);
  assert(result.inputs[0] === double && result.inputs[1] === x);
  assertEquals(result.inputNames, ["fn", "args_0"]);
});

Deno.test("call() of a method names it, and its asynchronous result is awaited", async () => {
  class Counter {
    constructor(readonly start: number) {}
    plus(n: number): number {
      return this.start + n;
    }
    later(n: number): Promise<number> {
      return Promise.resolve(this.start + n);
    }
    fail(): Promise<number> {
      return Promise.reject(new Error("no"));
    }
  }
  const counter = node(new Counter(10));
  assertEquals([counter.get("start").data, counter.call("plus", 5).data], [10, 15]);
  const later = await counter.call("later", node(1));
  assertEquals([later.data, later.inputNames], [11, ["x", "method", "args_0"]]);
  const error = await counter.call("fail").then(() => undefined, (error: unknown) => error);
  assert(error instanceof ExecutionError && error.message.includes("(Error) no"));
  const misused = counter as unknown as { call(name: string): unknown };
  assertThrows(() => misused.call("nothing"), ExecutionError, 'Cannot call "nothing"');
});

Deno.test("an unknown property of a node itself is no access to its value", () => {
  assertEquals((node({ secret: 1 }) as unknown as { secret?: number }).secret, undefined);
});

Deno.test("ops holds every operator of the table, with a line of documentation", () => {
  for (const [name, [documentation]] of Object.entries(operatorRows)) {
    assert(name in ops, name);
    assert(documentation.length > 5 && documentation.endsWith("."), name);
  }
});

Deno.test("ops.concat() appends text that is no node to text", () => {
  assertEquals(ops.concat("a", node("b")).data, "ab");
  assertEquals(ops.sub(10, node(3)).data, 7);
});

Deno.test("floorDiv, mod and divmod agree on signs and on rounding", () => {
  for (
    const [x, y] of [[-7, 3], [7, -3], [-7, -3], [1, 0.1], [-1, 0.1], [6, -3], [-1e-20, 3], [
      5,
      Infinity,
    ]] as const
  ) {
    const [quotient, rest] = ops.divmod(x, y).data;
    assertEquals([quotient, rest], [ops.floorDiv(x, y).data, ops.mod(x, y).data]);
    assert(rest === 0 || Math.sign(rest) === Math.sign(y), `${x} mod ${y} is ${rest}`);
    if (Number.isFinite(y)) assert(Math.abs(quotient * y + rest - x) < 1e-12);
  }
  assertEquals(ops.divmod(-7, 3).data, [-3, 2]);
  assertEquals(ops.divmod(1, 0.1).data[0], 9); // 0.1 is a little more than a tenth
  assertEquals([node(-7n).mod(3n).data, node(7n).mod(-3n).data, node(6n).mod(-3n).data], [
    2n,
    -2n,
    0n,
  ]);
});
