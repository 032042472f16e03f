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
