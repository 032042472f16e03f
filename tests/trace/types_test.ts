/**
 * Type tests: this module is checked, and what it asserts at run time is only that the checked expressions work.
 *
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { withSandbox } from "../../src/trace/ambient.ts";
import { type Bundle, bundle } from "../../src/trace/bundle/bundle.ts";
import { Module } from "../../src/trace/agent/module.ts";
import { narrow } from "../../src/trace/operators/narrow.ts";
import {
  type MaybeNode,
  type Node,
  node,
  parameter,
  type ParameterNode,
  type Plain,
  unwrap,
} from "../../src/trace/node.ts";
import { ops } from "../../src/trace/operators/ops.ts";
import {
  type Sandboxed,
  sandboxed,
  type Trainable,
  trainable,
} from "../../src/trace/code/trainable.ts";
import { sharedSandbox } from "../support/shared_sandbox.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;

/** Fails to compile unless `T` is true. */
function same<T extends true>(): void {
  const is: T | true = true;
  assert(is);
}

Deno.test("node() infers the type of its value, widened as a variable's would be", () => {
  const n = node(3);
  same<Equal<typeof n, Node<number>>>();
  const s = node("x");
  same<Equal<typeof s, Node<string>>>();
  const w = parameter(0.5);
  same<Equal<typeof w, ParameterNode<number>>>();
  const mixed = node({ a: node(1), b: [node("x")] });
  same<Equal<typeof mixed.data, { a: number; b: string[] }>>();
  const plain = unwrap([node(1), 2]);
  same<Equal<typeof plain, number[]>>();
  const literal = node<"a" | "b">("a");
  same<Equal<typeof literal.data, "a" | "b">>();
});

Deno.test("operators follow from the value's type and infer their results", () => {
  const x = node(3);
  const y = x.mul(parameter(2)).add(1);
  same<Equal<typeof y, Node<number>>>();
  const c = x.lt(4).not();
  same<Equal<typeof c, Node<boolean>>>();
  const parts = node("a,b").split(",").get(0).toUpperCase();
  same<Equal<typeof parts, Node<string>>>();
  const field = node({ a: { b: [1, 2] } }).get("a").get("b").get(0);
  same<Equal<typeof field, Node<number>>>();
  const value = node(new Map([["k", 1]])).get("k");
  same<Equal<typeof value, Node<number | undefined>>>();
  const called = node((a: number, b?: string) => `${a}${b}`).call(x);
  same<Equal<typeof called, Node<string>>>();
  assertEquals([y.data, c.data, parts.data, field.data, value.data], [7, false, "A", 1, 1]);
});

Deno.test("tuples keep the type of each place", () => {
  const pair = node<[number, string]>([1, "x"]);
  const [first, second] = pair.unpack();
  same<Equal<typeof first, Node<number>>>();
  same<Equal<typeof second, Node<string>>>();
  const at = pair.get(1);
  same<Equal<typeof at, Node<string>>>();
  assertEquals(second.len().data, 1);
});

Deno.test("a union has no operators before it is narrowed", () => {
  const u = node<number | string>(4);
  // @ts-expect-error a union has no operators
  const add: unknown = u.add;
  // @ts-expect-error nor has an unknown value
  const len: unknown = node<unknown>([]).len;
  assert(add !== undefined && len !== undefined);
  const isNumber = (value: unknown) => typeof value === "number";
  const n = narrow(u, isNumber);
  same<Equal<typeof n, Node<number>>>();
  assertThrows(() => narrow(node<number | string>("x"), isNumber), TypeError, "Cannot narrow");
  const flag = node<boolean>(true).not();
  same<Equal<typeof flag, Node<boolean>>>();
});

Deno.test("operators refuse operands of another type", () => {
  const x = node(3);
  // @ts-expect-error a number and text
  const sum = x.add("1");
  // @ts-expect-error numbers do not have the methods of text
  const upper: unknown = x.toUpperCase;
  // @ts-expect-error a bigint and a number
  const mixed = () => node(1n).add(1);
  // @ts-expect-error there is no such property
  const missing = node({ a: 1 }).get("b");
  assertEquals([sum.data as unknown, typeof upper, missing.data], ["31", "function", undefined]);
  assertThrows(mixed, Error, "TypeError");
});

Deno.test("arguments may be values or nodes at any depth, names and defaults kept", () => {
  const f = bundle((a: number, b = 2, options: { scale?: number } = {}, ...rest: string[]) =>
    a * b * (options.scale ?? 1) + rest.length
  );
  const y = f(node(2), undefined, { scale: node(3) }, "x", node("y"));
  same<Equal<typeof y, Node<number>>>();
  assertEquals(y.data, 14);
  // @ts-expect-error the first argument is a number
  const wrong = f("x");
  assert(Number.isNaN(wrong.data));
  const accepts = (grid: MaybeNode<number[][]>) => ops.len(grid).data;
  assertEquals([accepts([[1]]), accepts(node([[1]])), accepts([node([1])]), accepts([[node(1)]])], [
    1,
    1,
    1,
    1,
  ]);
});

Deno.test("a bundle's result is a node, or a promise of one when it is asynchronous", async () => {
  const sync = bundle((a: number) => [a]);
  const async = bundle((a: number) => Promise.resolve({ a }));
  const traceable = bundle((a: Node<number>) => a.add(1), { traceable: true });
  const [x, y, z] = [sync(1), async(1), traceable(1)];
  same<Equal<typeof x, Node<number[]>>>();
  const promised: Promise<Node<{ a: number }>> = y;
  same<Equal<typeof z, Node<number>>>();
  const typed: Bundle<(a: number) => number[]> = sync;
  assertEquals([typed(1).data, (await promised).get("a").data, z.data], [[1], 1, 2]);
});

Deno.test("a node of a subtype is a node of its type", () => {
  const readsAll = (n: Node<readonly unknown[]>): number => n.len().data;
  const any: Node<unknown> = node([1, 2]);
  assertEquals([readsAll(node([1, 2])), any.kind], [2, "value"]);
  const general = <T>(n: Node<T>): T => n.data;
  const inferred = general(node("x"));
  same<Equal<typeof inferred, string>>();
});

Deno.test("Plain strips nodes and leaves everything else as it is", () => {
  class Point {
    #x = 1;
    get x(): number {
      return this.#x;
    }
  }
  type Json = string | number | Json[] | { [key: string]: Json };
  same<Equal<Plain<Point>, Point>>();
  same<Equal<Plain<Json>, Json>>();
  same<Equal<Plain<{ a: Node<number>; b?: [Node<string>, 1] }>, { a: number; b?: [string, 1] }>>();
  same<Equal<Plain<Map<string, Node<number>>>, Map<string, number>>>();
  assertEquals(node(new Point()).data.x, 1);
});

Deno.test("trainable functions infer the types of uses, arguments and result", async () => {
  const priority = trainable((item: number, room: number): number => room - item, {
    name: "priority",
  });
  same<Equal<typeof priority, Trainable<[item: number, room: number], number>>>();
  const lookup = (q: string) => Promise.resolve(q.length);
  const rank = bundle((xs: number[]) => xs.toSorted());
  const k = parameter(3);
  const pack = sandboxed(
    async function pack({ priority, lookup, rank, k, label }, items: number[]): Promise<string> {
      const first: number = priority(items[0] ?? 0, 1);
      const length: number = await lookup("abc");
      const ranked: number[] = await rank(items);
      const plus: number = k;
      return `${label}${first}${length}${ranked}${plus}`;
    },
    { uses: { priority, lookup, rank, k, label: "x" } },
  );
  same<Equal<typeof pack, Sandboxed<[items: number[]], Promise<string>>>>();
  await withSandbox(sharedSandbox, async () => {
    const out = await pack([node(2), 1]);
    same<Equal<typeof out, Node<string>>>();
    assertEquals(out.data, "x-131,23");
    const next = (await priority(1, node(5))).add(1);
    assertEquals(next.data, 5);
  });
  const limited = sandboxed(async function limited({ ask }): Promise<number> {
    const answer: number = await ask("x");
    return answer;
  }, { uses: { ask: { run: (q: string) => node(q.length), maxCalls: 3 } } });
  same<Equal<typeof limited, Sandboxed<[], Promise<number>>>>();
  // @ts-expect-error the argument is a list of numbers
  assertEquals(typeof (() => pack("x")), "function");
});

Deno.test("a module's call has the result type of its forward", () => {
  class Double extends Module<number, number> {
    forward(x: MaybeNode<number>) {
      return ops.mul(x, 2);
    }
  }
  const y = new Double().call(3);
  same<Equal<typeof y, Node<number>>>();
  assertEquals(y.data, 6);
});
