import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { Semaphore } from "../../src/model/semaphore.ts";
import { rejection } from "./conformance.ts";

/** A task that ends when its gate opens. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { task: () => promise, open: resolve };
}

Deno.test("Semaphore.run() admits waiting tasks in order, and skips aborted ones", async () => {
  const semaphore = new Semaphore(1);
  const first = gate();
  const order: string[] = [];
  const note = (name: string) => () => Promise.resolve(void order.push(name));
  const leaving = new AbortController();
  const running = semaphore.run(first.task);
  const waiting = [
    semaphore.run(note("a")),
    rejection(semaphore.run(note("left"), leaving.signal)),
    semaphore.run(note("b")),
  ];
  const reason = new Error("enough");
  leaving.abort(reason);
  assertStrictEquals(await waiting[1], reason);
  assertEquals(order, []);
  first.open();
  await Promise.all([running, ...waiting]);
  assertEquals(order, ["a", "b"]);
});

Deno.test("Semaphore.run() frees the place of a task that fails", async () => {
  const semaphore = new Semaphore(1);
  await assertRejects(() => semaphore.run(() => Promise.reject(new Error("no"))), Error, "no");
  assertEquals(await semaphore.run(() => Promise.resolve(1)), 1);
});
