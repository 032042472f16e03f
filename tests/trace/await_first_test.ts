/**
 * A promise in place of its value: refused by types where they can, and at run time with the place.
 *
 * @module
 */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { bundle } from "../../src/trace/bundle/bundle.ts";
import { node, parameter } from "../../src/trace/node.ts";
import { ops } from "../../src/trace/operators/ops.ts";
import { text } from "../../src/trace/operators/text.ts";

const late = Promise.resolve(1);

Deno.test("a promise is refused in every place for a value, which is named", () => {
  // @ts-expect-error a placeholder takes no promise
  const filled = () => text`Answer: ${"x"} ${late}`;
  assertThrows(
    filled,
    TypeError,
    'a promise as argument 2 of "text": received one before its value; await it',
  );
  // @ts-expect-error nor does an operator
  assertThrows(() => ops.add(late, 2), TypeError, 'a promise as argument 1 of "add"');
  // @ts-expect-error nor a method
  assertThrows(() => node(1).add(late), TypeError, 'a promise as argument 2 of "add"');
  assertThrows(() => node("{a}").format({ a: late }), TypeError, 'argument 2 of "format"');
  assertThrows(() => ops.cond(true, 1, late), TypeError, 'argument 3 of "cond"');
  assertThrows(() => node([1]).call("at", late as never), TypeError, 'argument 2 of "call"');
  const double = bundle((x: number) => x * 2, { name: "double" });
  // @ts-expect-error nor a bundle
  assertThrows(() => double(late), TypeError, 'a promise as argument 1 of "double"');
  // @ts-expect-error what comes back has no methods
  assertThrows(() => node(late).add(1), TypeError, "a promise as the value of a node");
  assertThrows(() => node([late]), TypeError, "await it");
  assertThrows(() => node({ a: node(1), b: { late } }), TypeError, "await it");
  // @ts-expect-error what comes back has no methods
  assertThrows(() => parameter(late).add(1), TypeError, "a promise as the value of a parameter");
  const p = parameter(1, { name: "p" });
  assertThrows(() => p.update(late), TypeError, 'a value of parameter "p"');
  assertEquals(p.data, 1);
});

Deno.test("a promise of a node is refused too: the result of an asynchronous bundle", async () => {
  const slow = bundle(async (x: number) => await x, { name: "slow" });
  // @ts-expect-error the await is missing
  assertThrows(() => text`Answer: ${slow(1)}`, TypeError, "await it");
  assertEquals(text`Answer: ${await slow(1)}`.data, "Answer: 1");
  await assertRejects(
    async () => await ops.call((x: unknown) => x, slow(1) as never),
    TypeError,
    "await it",
  );
});

Deno.test("values in text keep what a template writes, and records become data", () => {
  const written = text`${[1, 2]} ${null} ${undefined} ${1n} ${new Date(0)} ${-0}`.data;
  assertEquals(written, `${[1, 2]} ${null} ${undefined} ${1n} ${new Date(0)} ${-0}`);
  assertEquals(text`${{ a: 1, b: ["x"] }}`.data, '{"a":1,"b":["x"]}');
  assertEquals(text`${[{ a: 1 }]}`.data, '[{"a":1}]');
  assertEquals(text`${new Map([["k", new Set([1n])]])}`.data, '{"k":["1"]}');
  assertEquals(text`${{ toString: () => "own" }}`.data, "own");
  assertEquals(node("{}: {1}").format([{ a: 1 }, [[2]]]).data, '{"a":1}: [[2]]');
  assertEquals(node([{ a: 1 }, "b"]).join("; ").data, '{"a":1}; b');
});

Deno.test("what has no text is refused, not written as [object Object]", () => {
  class Plan {
    #steps = 1;
    count() {
      return this.#steps;
    }
  }
  assertThrows(() => text`${new Plan()}`, Error, "an instance of Plan");
  assertThrows(() => text`${() => 1}`, Error, "a function");
});

Deno.test("a value of any type is a node, and so is one of a type parameter", () => {
  const read = node(JSON.parse("1"));
  const held = parameter(JSON.parse("1"));
  const made = <T>(value: T) => [node(value).data, parameter(value).data];
  assertEquals([read.data + 1, held.data + 1, ...made(2)], [2, 2, 2, 2]);
});

Deno.test("the promise of a result refuses to be used as the result", async () => {
  const slow = bundle(async (x: number) => await x, { name: "slow" });
  const promise = slow(1) as unknown as number & { readonly data: number };
  const refusal = 'Cannot use the result of "slow" before it is there: received a promise';
  const uses = [
    () => promise > 0,
    () => promise + 1,
    () => `${promise}`,
    () => promise.data,
    () => JSON.stringify({ promise }),
  ];
  for (const use of uses) assertThrows(use, TypeError, refusal);
  assertEquals((await promise as unknown as { data: number }).data, 1);
});
