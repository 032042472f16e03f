import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { broadcast } from "../../../src/trace/operators/broadcast.ts";
import { node, unwrap } from "../../../src/trace/node.ts";
import { ops } from "../../../src/trace/operators/ops.ts";

Deno.test("broadcast() applies an operator place by place and spreads a single node", () => {
  const x = { a: node(1), list: [node(2), node(3)], map: new Map([["k", node(4)]]), scalar: 7 };
  const sums = broadcast(ops.add, x, node(10));
  assertEquals<unknown>(unwrap(sums), {
    a: 11,
    list: [12, 13],
    map: new Map([["k", 14]]),
    scalar: 7,
  });
  assertStrictEquals(sums.a.inputs[0], x.a);
  assertEquals(unwrap(broadcast(ops.mul, [node(2), node(3)], [node(5), node(7)])), [10, 21]);
});

Deno.test("broadcast() refuses containers of different shapes", () => {
  assertThrows(
    () => broadcast(ops.add, { a: [node(1), node(2)] }, { a: [node(1)] }),
    RangeError,
    '"a.1"',
  );
});

Deno.test("broadcast() spreads nodes over the first container, wherever they stand", () => {
  const list = [node(1), node(2)];
  assertEquals(unwrap(broadcast(ops.sub, node(10) as never, list)), [9, 8] as never);
  const sums = broadcast((...nodes) => ops.sum(nodes), [node(1)], node(10), [node(100)]);
  assertEquals(unwrap(sums), [111]);
  assertEquals(broadcast(ops.add, node(1), node(2)).data, 3);
});

Deno.test("broadcast() keeps what is no plain container as it is", () => {
  class Point {
    x = node(1);
  }
  const values = [new Point(), null, 3, "text", new Date(0)];
  for (const value of values) assertStrictEquals(broadcast(ops.add, value, node(1)), value);
});

Deno.test("broadcast() names the place that another container lacks", () => {
  const wrong: [unknown, unknown, string][] = [
    [{ a: { b: node(1) } }, { a: {} }, '"a.b"'],
    [{ a: [node(1)] }, { a: 3 }, '"a.0"'],
    [[node(1)], null, '"0"'],
    [new Map([["k", node(1)]]), new Map(), '"k"'],
    [{ toString: node(1) }, {}, '"toString"'],
  ];
  for (const [first, other, place] of wrong) {
    assertThrows(() => broadcast(ops.add, first, other), RangeError, place);
  }
  const both = broadcast(ops.add, new Map([["k", node(1)]]), new Map([["k", node(2)]]));
  assertEquals(unwrap(both), new Map([["k", 3]]));
});
