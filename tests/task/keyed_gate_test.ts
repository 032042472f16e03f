import { assertEquals } from "@std/assert";
import { KeyedGate } from "../../src/task/keyed_gate.ts";

Deno.test("KeyedGate lets one key in at a time, together, and others in their order", async () => {
  const turnstile = new KeyedGate();
  const log: string[] = [];
  const inside = new Set<string>();
  await Promise.all(["a", "b", "a", "c", "b", "a"].map(async (key, number) => {
    using _turn = await turnstile.enter(key);
    inside.add(key);
    assertEquals([...inside], [key]);
    log.push(`${key}${number}`);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    inside.delete(key);
  }));
  assertEquals(log, ["a0", "a2", "a5", "b1", "b4", "c3"]);
});

Deno.test("KeyedGate takes a new key when it is empty again", async () => {
  const turnstile = new KeyedGate();
  (await turnstile.enter("a"))[Symbol.dispose]();
  (await turnstile.enter("b"))[Symbol.dispose]();
  using first = await turnstile.enter("c");
  const next = turnstile.enter("a");
  first[Symbol.dispose]();
  (await next)[Symbol.dispose]();
});
