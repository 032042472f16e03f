import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { Slots } from "../../src/model/slots.ts";
import { rejection } from "./conformance.ts";

/** A task that ends when it is told to. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { task: () => promise, open: resolve };
}

Deno.test("Slots.run() lets the waiting in by the order of their coming, past those who left", async () => {
  const slots = new Slots(1);
  const first = gate();
  const order: string[] = [];
  const note = (name: string) => () => Promise.resolve(void order.push(name));
  const leaving = new AbortController();
  const running = slots.run(first.task);
  const waiting = [
    slots.run(note("a")),
    rejection(slots.run(note("left"), leaving.signal)),
    slots.run(note("b")),
  ];
  const reason = new Error("enough");
  leaving.abort(reason);
  assertStrictEquals(await waiting[1], reason);
  assertEquals(order, []);
  first.open();
  await Promise.all([running, ...waiting]);
  assertEquals(order, ["a", "b"]);
});

Deno.test("Slots.run() gives the slot back when a task fails", async () => {
  const slots = new Slots(1);
  await assertRejects(() => slots.run(() => Promise.reject(new Error("no"))), Error, "no");
  assertEquals(await slots.run(() => Promise.resolve(1)), 1);
});
