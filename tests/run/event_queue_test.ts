import { assertEquals } from "@std/assert";
import { EventQueue } from "../../src/run/event_queue.ts";

Deno.test("EventQueue gives events in their order, those before and those after the reader came", async () => {
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

Deno.test("EventQueue keeps the newest events without a reader", async () => {
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
