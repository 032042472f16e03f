/**
 * Misuse that was silent, or was told late and in other words.
 *
 * @module
 */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { withSignal } from "../../src/trace/ambient.ts";
import { Module } from "../../src/trace/agent/module.ts";
import { bundle } from "../../src/trace/bundle/bundle.ts";
import { ExecutionError } from "../../src/trace/failure/execution_error.ts";
import { node, parameter } from "../../src/trace/node.ts";
import { sumPropagator } from "../../src/propagate/sum_propagator.ts";
import "../../src/entry/trace.ts"; // the backward rule

Deno.test("a node has no text: toString() and String() say the same", () => {
  const x = node(1, { name: "x" });
  const told = assertThrows(() => String(x), TypeError).message;
  assertEquals(assertThrows(() => x.toString(), TypeError).message, told);
  assertEquals(told.startsWith('Cannot use node "x" as a string'), true);
});

Deno.test("a description that is no text is refused where it is given", () => {
  const wrong = { description: 3 } as never;
  const told = "Cannot describe a node: received number";
  assertThrows(() => parameter(1, wrong), TypeError, told);
  assertThrows(() => node(1, wrong), TypeError, told);
});

Deno.test("an abort within a bundle stays an abort, and other errors become exception nodes", async () => {
  const controller = new AbortController();
  const waits = bundle(async function waits(ends: () => void): Promise<number> {
    await Promise.resolve();
    ends();
    throw new Error("what it says itself");
  });
  const reason = new DOMException("enough", "AbortError");
  const aborts = () => {
    throw reason;
  };
  assertEquals(await assertRejects(() => waits(aborts)), reason);
  const ended = () => withSignal(controller.signal, () => waits(() => controller.abort()));
  const error = await assertRejects(ended, Error, "what it says itself");
  assertEquals(error instanceof ExecutionError, false);
  await assertRejects(() => waits(() => {}), ExecutionError, "what it says itself");
  const timeout = () => {
    throw new DOMException("too slow", "TimeoutError");
  };
  await assertRejects(() => waits(timeout), ExecutionError, "too slow");
});

Deno.test("copy() refuses a class with private fields, its own or inherited, and names one", () => {
  class Secret extends Module<number, number> {
    #count = 1;
    static #made = 0;
    forward() {
      return this.#count + Secret.#made;
    }
  }
  class Heir extends Secret {}
  class Open extends Module<number, string> {
    static #made = 0;
    rate = parameter(1);
    forward() {
      return `#count ${Open.#made}`;
    }
  }
  const told = 'Cannot copy a "Secret" as a module: received a class with the private #count';
  for (const made of [new Secret(), new Heir()]) {
    assertThrows(() => made.copy(), TypeError, told);
    assertThrows(() => made.deepCopy(), TypeError, told);
  }
  assertEquals(new Open().copy().forward(), "#count 0");
});

Deno.test("structuredClone() of a node is refused: a clone would have lost the value", () => {
  for (const made of [node(1), parameter(1), node(1).add(2)]) {
    assertThrows(() => structuredClone(made), DOMException, "could not be cloned");
  }
});

Deno.test("a step that uses a node twice sends it one message", () => {
  const x = parameter(1, { name: "x" });
  x.add(x).backward({ score: 1 }, { propagator: sumPropagator });
  assertEquals(x.feedback[0]?.message, { score: 1 });
});
