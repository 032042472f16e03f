import { assertEquals, assertRejects } from "@std/assert";
import { Semaphore } from "../../src/trainer/semaphore.ts";

Deno.test("Semaphore lets so many in, in the order of their coming", async () => {
  const semaphore = new Semaphore(2);
  const order: number[] = [];
  let inside = 0;
  let most = 0;
  await Promise.all([1, 2, 3, 4, 5].map(async (number) => {
    using _place = await semaphore.acquire();
    order.push(number);
    most = Math.max(most, ++inside);
    await Promise.resolve();
    inside--;
  }));
  assertEquals([most, order], [2, [1, 2, 3, 4, 5]]);
});

Deno.test("Semaphore.acquire() gives the place on when it is aborted", async () => {
  const semaphore = new Semaphore(1);
  const abort = new AbortController();
  const first = await semaphore.acquire();
  const second = semaphore.acquire(abort.signal);
  const third = semaphore.acquire();
  abort.abort(new Error("enough"));
  first[Symbol.dispose]();
  await assertRejects(() => second, Error, "enough");
  (await third)[Symbol.dispose]();
});
