import { assertEquals } from "@std/assert";
import { delay } from "@std/async/delay";
import { openSandbox } from "../../src/code/sandbox/open_sandbox.ts";
import { Watchdog } from "../../src/code/child/watchdog.ts";

/** Blocks the event loop. */
function block(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

Deno.test("Watchdog fires at the earliest time it was given, and not after it was stopped", async () => {
  const start = performance.now();
  const fired = Promise.withResolvers<number>();
  const watchdog = new Watchdog(() => fired.resolve(performance.now() - start));
  watchdog.atLatest(start + 60_000);
  watchdog.atLatest(start + 30);
  watchdog.atLatest(start + 90_000);
  const keepAlive = setTimeout(() => {}, 60_000); // the watchdog itself keeps no program alive
  const afterMs = await fired.promise;
  clearTimeout(keepAlive);
  assertEquals([afterMs >= 29, afterMs < 30_000], [true, true]);

  let count = 0;
  const stopped = new Watchdog(() => count++);
  stopped.at(performance.now() + 10);
  stopped.stop();
  await delay(30);
  assertEquals(count, 0);
});

Deno.test("Watchdog lets the event loop turn before it fires after a stall", async () => {
  const order: string[] = [];
  const watchdog = new Watchdog(() => order.push("watchdog"));
  watchdog.at(performance.now() + 10);
  block(200);
  setTimeout(() => order.push("other work"), 0);
  await delay(100);
  assertEquals(order, ["other work", "watchdog"]);
});

Deno.test("LoadedUnit.call() takes a reply that came in time while the host was busy", async () => {
  await using sandbox = await openSandbox({ clock: "real" });
  const source = `export function work(ms: number): string {
    for (const end = Date.now() + ms; Date.now() < end;);
    return "done";
  }`;
  const loaded = await sandbox.load({ source });
  if (loaded.kind !== "loaded") throw new Error(loaded.kind);
  const running = loaded.unit.call("work", [100], { timeoutMs: 400 });
  await delay(20); // until it is sent
  block(1_000);
  assertEquals((await running).kind, "value");
});
