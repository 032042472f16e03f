import {
  assert,
  assertEquals,
  assertNotStrictEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { withScope } from "../../src/trace/ambient.ts";
import { ExecutionError } from "../../src/trace/failure/execution_error.ts";
import { isNode, isParameter, node, nodeBrand, parameter, unwrap } from "../../src/trace/node.ts";
import { ops } from "../../src/trace/operators/ops.ts";

Deno.test("node() returns the node itself when it is given one", () => { // case 15
  const x = node(1, { name: "x" });
  assertStrictEquals(node(x), x);
});

Deno.test("parameter() takes the value of a node and drops the link to its graph", () => { // case 15
  const list = [1, 2];
  const x = node(list, { name: "x" });
  const p = parameter(x);
  assertStrictEquals(p.data, list);
  assertEquals([p.kind, p.name, p.inputs.length], ["parameter", "x", 0]);
});

Deno.test("node() is named by the kind of its value when it is given no name", () => { // case 12
  const kinds = [
    1,
    "a",
    true,
    1n,
    null,
    undefined,
    [1],
    { a: 1 },
    new Map(),
    new Set(),
    new Date(0),
    () => 1,
  ];
  assertEquals(kinds.map((value) => node<unknown>(value).baseName), [
    "number",
    "string",
    "boolean",
    "bigint",
    "null",
    "undefined",
    "array",
    "record",
    "map",
    "set",
    "Date",
    "function",
  ]);
});

Deno.test("node() refuses a name that is empty or holds a colon, and allows a slash", () => { // case 13
  assertThrows(() => node(1, { name: "x:0" }), TypeError, 'Cannot use "x:0" as a name');
  assertThrows(() => parameter(1, { name: "" }), TypeError, "Cannot use");
  assertEquals(node(1, { name: "a/b" }).baseName, "a/b");
});

Deno.test("withScope() prefixes names and nests", () => { // case 13
  const names = withScope("outer", () => {
    const first = node(1, { name: "x" }).baseName;
    const second = withScope("inner", () => parameter(1, { name: "y" }).name);
    return [first, second, ops.add(1, 2).baseName];
  });
  assertEquals(names, ["outer/x", "outer/inner/y", "outer/add"]);
  const error = assertThrows(() => withScope("s", () => node(1).div(0)), ExecutionError);
  assertEquals(error.node.baseName, "s/exception_div");
  assertEquals(node(1, { name: "x" }).baseName, "x");
  assertThrows(() => withScope("a:b", () => 1), TypeError);
});

Deno.test("node() keeps the description its user gave, and refuses one that is no text", () => { // case 16
  assertEquals(node(1).description, undefined);
  assertEquals(node(1, { description: "the first" }).description, "the first");
  assertEquals(parameter(1, { description: "a weight" }).description, "a weight");
  assertThrows(
    () => node(1, { description: 3 as unknown as string }),
    TypeError,
    "Cannot describe",
  );
});

Deno.test("node() turns containers that hold nodes into operators over them", () => { // cases 23, 24
  const x = node(1, { name: "x" });
  const list = node([x, 2]);
  assertEquals(list.data, [1, 2]);
  assertEquals([list.operator?.name, list.inputNames], ["array", ["0", "1"]]);
  assertStrictEquals(list.inputs[0], x);
  const record = node({ a: x, b: { c: [x] } });
  assertEquals(record.data, { a: 1, b: { c: [1] } });
  assertEquals(node(new Map([["k", x]])).data, new Map([["k", 1]]));
  assertEquals(node(new Set([x])).data, new Set([1]));
});

Deno.test("unwrap() strips nodes at any depth and shares containers without nodes", () => { // case 23
  const shared = { deep: [1] };
  const mixed = {
    a: node(1),
    b: [node([node("x")])],
    c: shared,
    d: new Map([[node("k"), node(2)]]),
  };
  const plain = unwrap(mixed);
  assertEquals<unknown>(plain, { a: 1, b: [["x"]], c: { deep: [1] }, d: new Map([["k", 2]]) });
  assertStrictEquals(plain.c, shared);
  assertEquals(unwrap(node({ a: 1 })), { a: 1 });
  assertEquals(unwrap(5), 5);
});

Deno.test("unwrap() ends on values that hold themselves, however deep", () => {
  const cyclic: Record<string, unknown> = { x: 1 };
  cyclic["self"] = cyclic;
  assertStrictEquals(unwrap(cyclic), cyclic);
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  assertStrictEquals(unwrap(deep), deep);
});

Deno.test("detach() gives an independent copy with a link to the original and no inputs", () => { // cases 9, 10
  const x = node({ list: [1] }, { name: "x" });
  const y = ops.identity(x);
  const copy = y.detach();
  assertNotStrictEquals(copy, y);
  assertEquals([copy.inputs.length, copy.copyOf === y, copy.baseName], [0, true, "identity_copy"]);
  copy.peek().list.push(2);
  assertEquals(x.data.list, [1]);
  const second = copy.detach();
  assertEquals([second.copyOf === copy, second.baseName], [true, "identity_copy_copy"]);
});

Deno.test("identity() and clone() stay linked to their node", () => { // case 9
  const x = node([1]);
  assertStrictEquals(x.identity().inputs[0], x);
  assertStrictEquals(x.identity().data, x.data);
  assertStrictEquals(x.clone().inputs[0], x);
  assertNotStrictEquals(x.clone().data, x.data);
});

Deno.test("detach() of a parameter stays a parameter with a value of its own", () => { // case 11
  const p = parameter([1, 2], { name: "p", description: "d" });
  const copy = p.detach();
  assertEquals([copy.kind, copy.data, copy.description], ["parameter", [1, 2], "d"]);
  copy.update([3]);
  assertEquals(p.data, [1, 2]);
});

Deno.test("a node in a number, string or template context throws with advice", () => { // case 19
  const x = node(3, { name: "x" });
  assertThrows(() => `${x}`, TypeError, "`text`");
  assertThrows(() => Number(x), TypeError, 'Cannot use node "x" as a number');
  assertThrows(() => (x as unknown as number) + 1, TypeError, ".data");
  assertThrows(() => (x as unknown as number) < 1, TypeError, "Cannot use node");
  // No object can refuse a boolean context, hence `.data` or `truthy()` there.
  assertEquals([Boolean(node(false)), node(0).truthy().data], [true, false]);
});

Deno.test("isNode() and isParameter() go by brand, not by class", () => {
  const foreign = { [nodeBrand]: true, kind: "parameter" };
  assert(isNode(foreign) && isParameter(foreign));
  assert(isNode(node(1)) && !isParameter(node(1)) && isParameter(parameter(1)));
  const hostile = new Proxy({}, {
    get: () => {
      throw new Error("no");
    },
  });
  assert(![null, undefined, 1, {}, () => 1, hostile].some(isNode));
});

Deno.test("a node prints and serializes as its value", () => {
  assertEquals(Deno.inspect(node(3, { name: "x" })), "value x = 3");
  assertEquals(JSON.stringify({ x: node([1]) }), '{"x":[1]}');
});

Deno.test("ids grow in the order of creation, so inputs come before their results", () => { // case 29
  const x = node(1);
  const y = x.add(2);
  assert(y.inputs.every((input) => input.id < y.id));
});

Deno.test("nodes made in interleaved tasks never share an id", async () => { // cases 29, 130
  const ids: number[] = [];
  await Promise.all(Array.from({ length: 100 }, async (_, i) => {
    for (let k = 0; k < 5; k++) {
      ids.push(ops.add(i, k).id);
      await null;
    }
  }));
  assertEquals(new Set(ids).size, 500);
});
