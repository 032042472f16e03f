import { assertEquals } from "@std/assert";
import { BlockWatch } from "../../src/supervise/block_watch.ts";

/** A watch with its own clock, whose ticks pass half a second each. */
function watching(evaluationTimeoutMs = 10_000) {
  const clock = { now: 0 };
  const watch = new BlockWatch({ tickMs: 500, evaluationTimeoutMs, now: () => clock.now });
  /** Ticks until the watch gives a reason, at most a hundred times. */
  const wait = (before = () => {}) => {
    for (let ticks = 1; ticks <= 100; ticks++) {
      clock.now += 500;
      before();
      const reason = watch.tick();
      if (reason !== undefined) return [reason, ticks];
    }
    return undefined;
  };
  return { watch, wait, clock };
}

Deno.test("BlockWatch lets a process live that is heard, until its run is long overdue", () => {
  const free = watching();
  free.watch.limit(1_000);
  assertEquals(free.wait(() => free.watch.heard()), undefined);
  const stopped = watching();
  stopped.watch.stopping();
  assertEquals(stopped.wait(() => stopped.watch.heard()), ["overdue", 61]);
  const spent = watching();
  spent.watch.limit(3);
  assertEquals(spent.wait(() => spent.watch.heard()), ["overdue", 10 + 60]);
});

Deno.test("BlockWatch ends a silent process a second after it was asked to stop", () => {
  const { watch, wait } = watching();
  watch.tick();
  watch.stopping();
  watch.stopping();
  assertEquals(wait(), ["stop", 3]);
});

Deno.test("BlockWatch ends a silent process behind its budget, and not before", () => {
  const { watch, wait } = watching();
  watch.limit(3);
  assertEquals(wait(), ["budget", 10]); // 3 s, and 2 s to end in order
});

Deno.test("BlockWatch ends a process that is silent for longer than one evaluation may take", () => {
  assertEquals(watching(4_000).wait(), ["evaluation", 11]);
  assertEquals(watching(Infinity).wait(), undefined);
});

Deno.test("BlockWatch gives a run that has ended time to be saved, and its process time to end", () => {
  const saving = watching(1_000);
  saving.watch.ending();
  assertEquals(saving.wait(), ["ending", 21]);
  const over = watching();
  over.watch.over();
  assertEquals(over.wait(), ["exit", 5]);
});

Deno.test("BlockWatch blames nobody for the time in which it did not run itself", () => {
  const { watch, clock } = watching();
  watch.limit(1);
  clock.now += 3_600_000; // the machine slept
  assertEquals(watch.tick(), undefined);
});
