import { assertEquals } from "@std/assert";
import { EventQueue } from "../../src/run/event_queue.ts";

Deno.test("EventQueue gives events in their order, before and after its reader begins", async () => {
  const queue = new EventQueue<number>();
  queue.push(1);
  const read = Array.fromAsync(queue);
  await Promise.resolve();
  queue.push(2);
  await Promise.resolve();
  queue.push(3);
  queue.close();
  assertEquals(await read, [1, 2, 3]);
});

Deno.test("EventQueue keeps the newest of what no reader takes", async () => {
  const queue = new EventQueue<number>(3);
  for (let number = 0; number < 10; number++) queue.push(number);
  queue.close();
  assertEquals(await Array.fromAsync(queue), [7, 8, 9]);
});

Deno.test("EventQueue goes on after a reader that left", async () => {
  const queue = new EventQueue<number>();
  queue.push(1);
  for await (const _ of queue) break;
  queue.push(2);
  queue.close();
  assertEquals(await Array.fromAsync(queue), [2]);
});

Deno.test("EventQueue keeps 10,000 events by default", async () => {
  for (const [count, first] of [[10_000, 0], [10_001, 1]] as const) {
    const queue = new EventQueue<number>();
    for (let number = 0; number < count; number++) queue.push(number);
    queue.close();
    const read = await Array.fromAsync(queue);
    assertEquals([read.length, read[0], read.at(-1)], [10_000, first, count - 1]);
  }
});
