import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { stopTracing, withScope } from "../../../src/trace/ambient.ts";
import { ExecutionError } from "../../../src/trace/failure/execution_error.ts";
import { type Node, node } from "../../../src/trace/node.ts";
import { callNode } from "../../../src/trace/operators/call.ts";
import { narrow } from "../../../src/trace/operators/narrow.ts";
import { operators } from "../../../src/trace/operators/operators.ts";
import { ops } from "../../../src/trace/operators/ops.ts";

/** Calls an operator with any number of arguments. */
const apply = (name: string, ...args: unknown[]) => operators.get(name)!(...args);

Deno.test("an operator has one input for each argument it is given, named after its parameters", () => {
  const x = node("abc");
  const calls: [string, unknown[], string[], unknown][] = [
    ["slice", [x], ["x"], "abc"],
    ["slice", [x, 1], ["x", "start"], "bc"],
    ["slice", [x, 1, 2], ["x", "start", "end"], "b"],
    ["concat", [x, "d"], ["x", "y"], "abcd"],
    ["add", [1, 2, 3], ["x", "y", "args_2"], 3],
    ["neg", [1], ["x"], -1],
    ["neg", [1, 2], ["x", "args_1"], -1],
    ["add", [1], ["x"], NaN],
  ];
  for (const [name, args, inputNames, value] of calls) {
    const result = apply(name, ...args);
    assertEquals([result.inputNames, result.inputs.length, result.peek()], [
      inputNames,
      args.length,
      value,
    ]);
  }
});

Deno.test("an operator is the same in a scope, and has no inputs without tracing", () => {
  const x = node(1);
  const scoped = withScope("s", () => x.add(2));
  assertEquals([scoped.baseName, scoped.data, scoped.inputs.length], ["s/add", 3, 2]);
  const untraced = stopTracing(() => x.add(2));
  assertEquals([untraced.data, untraced.inputs, untraced.inputNames], [3, [], []]);
  assertEquals(untraced.operator, x.add(2).operator);
});

Deno.test("a failed operator shows at most 200 characters of each input", () => {
  const shown = (length: number) => {
    const error = assertThrows(() => node(["x".repeat(length)]).remove(1 as never), ExecutionError);
    return /^remove\(x=(.*), item=1\) {2}<--- /.exec(error.feedback("full"))?.[1];
  };
  assertEquals(shown(196), `["${"x".repeat(196)}"]`);
  assertEquals(shown(197)?.length, 200);
  assertEquals(shown(197)?.at(-1), "…");
});

Deno.test("call() names its operator and inputs, and says what cannot be called", () => {
  const add = callNode(node((a: number, b: number) => a + b), [1, node(2)]);
  assert(!(add instanceof Promise));
  assertEquals([add.operator?.name, add.inputNames, add.peek()], [
    "call",
    ["fn", "args_0", "args_1"],
    3,
  ]);
  const self = node({ add: (a: number) => a + 1 });
  const method = callNode(self, ["add", 1]);
  assert(!(method instanceof Promise));
  assertEquals([method.inputNames, method.peek()], [["x", "method", "args_0"], 2]);
  const wrong = node<unknown>({ f: "x".repeat(79) });
  const message = (call: () => unknown) => assertThrows(call, ExecutionError).message;
  const text = message(() => callNode(wrong, ["f"]));
  assert(text.includes(`Cannot call "f": received "${"x".repeat(78)}…`), text);
  const fits = message(() => callNode(node({ f: "x".repeat(78) }), ["f"]));
  assert(fits.includes(`Cannot call "f": received "${"x".repeat(78)}"`), fits);
  assert(
    message(() => callNode(node({}), [])).includes("Cannot call the value: received undefined"),
  );
});

Deno.test("narrow() gives the same node, or names the guard and 80 characters of the value", () => {
  const x = node<number | string>(4, { name: "x" });
  const isText = (value: unknown): value is string => typeof value === "string";
  assertStrictEquals<unknown>(narrow(x, (value) => typeof value === "number"), x);
  assertThrows(
    () => narrow(x, isText),
    TypeError,
    'Cannot narrow node "x" by isText: received 4',
  );
  const refusal = (length: number) => {
    const text = node<number | string>("x".repeat(length), { name: "x" });
    return assertThrows(() => narrow(text, (value) => typeof value === "number"), TypeError)
      .message;
  };
  const before = 'Cannot narrow node "x": received ';
  assertEquals(refusal(78), `${before}"${"x".repeat(78)}"`);
  assertEquals(refusal(79), `${before}"${"x".repeat(78)}…`);
});

Deno.test("operators of text split, pad and fill as they are asked to", () => {
  const s = node("a,b,c");
  assertEquals([s.split(",", 2).data, s.padStart(7).data, s.padEnd(6, "!").data], [
    ["a", "b"],
    "  a,b,c",
    "a,b,c!",
  ]);
  assertEquals(node("{a.b}{}{}").format({ "a.b": 1, 0: 2, 1: 3 }).data, "123");
  assertEquals([node("").capitalize().data, node("éA x").title().data], ["", "Éa X"]);
  assertEquals([node("é1Z").swapCase().data, node("a{{b}}").format([]).data], ["É1z", "a{b}"]);
  assertEquals([node("abc").includes("d").data, node("a1").indexOf("1").data], [false, 1]);
  assertEquals([ops.concat([1], [2]).data, apply("concat", [1], "ab").peek()], [[1, 2], [1, "ab"]]);
  assertEquals([apply("concat", "a", 1).peek(), apply("includes", "a1", 1).peek()], ["a1", true]);
  assertEquals(apply("indexOf", "a1", 1).peek(), 1);
});

Deno.test("operators of lists take equal items, any order and any index", () => {
  const x = node<unknown[]>([[1], [2], [1]]);
  assertEquals(x.remove([1]).data, [[2], [1]]);
  assertEquals(node([3, 1]).sum().data, 4);
  assertEquals(node(["b", 10, 9]).toSorted().data, [10, 9, "b"]);
  assertEquals([node([1, 2, 3]).drop(1).data, node([1, 2]).insert(-1, 9).data], [[1, 3], [
    1,
    9,
    2,
  ]]);
  assertEquals(node(["1", "2"] as unknown[]).sum().data, 3);
  assertEquals(node([]).sum().data, 0);
});

Deno.test("operators of containers work on all of them", () => {
  const [map, set, record] = [new Map([["a", 1]]), new Set(["a"]), { a: 1 }];
  const table: [string, unknown[], unknown][] = [
    ["len", [[1, 2]], 2],
    ["len", [map], 1],
    ["len", [set], 1],
    ["len", [record], 1],
    ["has", [record, "toString"], false],
    ["has", [{ 1: 2 }, 1], true],
    ["has", [map, "b"], false],
    ["has", [set, "a"], true],
    ["values", [map], [1]],
    ["values", [set], ["a"]],
    ["values", [record], [1]],
    ["entries", [map], [["a", 1]]],
    ["keys", [map], ["a"]],
    ["merge", [map, { b: 2 }], new Map([["a", 1], ["b", 2]])],
    ["merge", [record, map], { a: 1 }],
    ["with", [[1, 2], 1, 9], [1, 9]],
    ["with", [map, "a", 2], new Map([["a", 2]])],
    ["omit", [map, "b"], map],
    ["omit", [{ 1: 1, a: 2 }, 1], { a: 2 }],
    ["omit", [{ "Symbol(s)": 1 }, Symbol("s")], { "Symbol(s)": 1 }],
    ["omit", [new Map([[1, 2], [3, 4]]), 1], new Map([[3, 4]])],
    ["omit", [new Map([["1", 2]]), 1], new Map([["1", 2]])],
    ["get", [map, "a"], 1],
    ["get", [{ 1: 2 }, 1], 2],
    ["get", [[7, 8], 1], 8],
    ["toArray", [set], ["a"]],
    ["exclude", [new Set([1, 2]), 3], new Set([1, 2])],
  ];
  for (const [name, args, expected] of table) {
    assertEquals(apply(name, ...args).peek(), expected, name);
  }
  const symbol = Symbol("s");
  assertEquals(apply("get", { [symbol]: 3 }, symbol).peek(), 3);
  assertEquals(apply("get", { true: 3 }, true).peek(), 3);
});

Deno.test("operators of bits, rounding and order give what JavaScript gives for signs and halves", () => {
  const table: [string, unknown[], unknown][] = [
    ["shr", [-8, 1], -4],
    ["ushr", [-8, 28], 15],
    ["round", [-0.5], -0],
    ["trunc", [-1.5], -1],
    ["divmod", [-7, 2], [-4, 1]],
    ["divmod", [7, -2], [-4, -1]],
    ["abs", [-3], 3],
    ["abs", [3], 3],
    ["pos", ["3"], 3],
    ["exp", [1], Math.E],
    ["log", [Math.E], 1],
    ["sin", [1], Math.sin(1)],
    ["cos", [1], Math.cos(1)],
    ["tan", [1], Math.tan(1)],
    ["tanh", [1], Math.tanh(1)],
    ["sqrt", [2], Math.SQRT2],
    ["le", [1, 1], true],
    ["lt", [1, 1], false],
    ["ge", [1, 1], true],
    ["gt", [1, 1], false],
    ["is", [0, -0], false],
    ["eq", [0, -0], true],
    ["neq", [NaN, NaN], true],
  ];
  for (const [name, args, expected] of table) {
    assertEquals(apply(name, ...args).peek(), expected, name);
  }
});

Deno.test("text and lists of numbers are iterated by item, and typed arrays by index", () => {
  const items = (x: Node<unknown>) => [...ops.iterate(x as Node<Iterable<unknown>>)];
  const views = items(node(Uint8Array.of(5, 6)));
  assertEquals(views.map((item) => [item.data, item.inputs[0]?.kind]), [[5, "value"], [
    6,
    "value",
  ]]);
  const letters = items(node("a😀"));
  assertEquals(letters.map((item) => [item.data, item.inputs[0]?.operator?.name]), [
    ["a", "toArray"],
    ["😀", "toArray"],
  ]);
  assertEquals(items(node(new Set())), []);
});
