import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { node, parameter } from "../../src/trace/node.ts";
import { asNode, functionNode, membersOfGathered, peekAll, unwrap } from "../../src/trace/wrap.ts";

Deno.test("asNode() names the node of a bare value, and no other", () => {
  const x = node(1, { name: "x" });
  assertEquals(asNode(3, "given").baseName, "given");
  assertEquals(asNode(3).baseName, "number");
  assertStrictEquals(asNode(x, "given"), x);
  assertEquals(asNode([x], "given").baseName, "array");
  const ofFunction = asNode(() => 1, "given");
  assertEquals([ofFunction.kind, ofFunction.baseName], ["value", "function"]);
  assertEquals(asNode(null, "given").baseName, "given");
});

Deno.test("asNode() of a container is an operator over its members, named by place or key", () => {
  const [x, key] = [node(1), node("k")];
  const containers: [unknown, string, string[], unknown][] = [
    [[x, "b"], "array", ["0", "1"], [1, "b"]],
    [{ a: x, b: [2] }, "record", ["a", "b"], { a: 1, b: [2] }],
    [
      new Map<unknown, unknown>([["m", x], [key, 2]]),
      "map",
      ["m", "k"],
      new Map([["m", 1], ["k", 2]]),
    ],
    [new Set([x, 2]), "set", ["0", "1"], new Set([1, 2])],
  ];
  for (const [container, name, inputNames, value] of containers) {
    const made = asNode(container);
    assertEquals([made.kind, made.operator?.name, made.inputNames], ["message", name, inputNames]);
    assertEquals(made.peek(), value);
    assertStrictEquals(made.inputs[0], x);
    assert((made.operator?.documentation.length ?? 0) > 5);
  }
});

Deno.test("unwrap() and peekAll() strip keys, values and members, and keep what holds no node", () => {
  const x = node(1);
  const mixed = { list: [x], map: new Map([[node("k"), x]]), set: new Set([x]) };
  const plain = { list: [1], map: new Map([["k", 1]]), set: new Set([1]) };
  assertEquals<unknown>(unwrap(mixed), plain);
  assertEquals(peekAll(mixed), plain);
  const kept = { a: [1], b: new Map([[1, 2]]) };
  assertStrictEquals(peekAll(kept), kept);
  assertEquals([peekAll(null), peekAll("a"), peekAll(x)], [null, "a", 1]);
});

Deno.test("membersOfGathered() are a gathered node and its members to any depth", () => {
  const [x, y] = [node(1), node(2)];
  const gathered = asNode([x, { y }]);
  const sum = x.add(y);
  assertEquals(membersOfGathered(gathered).map(({ baseName }) => baseName), [
    "array",
    "number",
    "record",
    "number",
  ]);
  assertEquals(membersOfGathered(sum), [sum]);
  assertEquals(membersOfGathered(x), [x]);
});

Deno.test("functionNode() depends on the parameters that hold its code, under their names", () => {
  const code = parameter("text", { name: "f" });
  const fn = () => 1;
  const made = functionNode(fn, [code]);
  assertEquals([made.peek(), made.operator?.name, made.inputNames], [fn, "function", ["f"]]);
  assertStrictEquals(made.inputs[0], code);
});
