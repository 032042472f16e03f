import { assertEquals, assertInstanceOf } from "@std/assert";
import { BudgetError } from "../../src/errors.ts";
import { Deadline } from "../../src/run/deadline.ts";

/** One timer that waits. */
interface Timer {
  readonly run: () => void;
  readonly delayMs: number;
}

/** Runs a test with timers that fire only by hand; cleared ones are gone. */
function withTimers(test: (timers: Map<number, Timer>) => void): void {
  const { setTimeout, clearTimeout } = globalThis;
  const timers = new Map<number, Timer>();
  const own = {
    setTimeout: (run: () => void, delayMs: number) =>
      timers.set(timers.size, { run, delayMs }).size - 1,
    clearTimeout: (id: number) => timers.delete(id),
  };
  try {
    Object.assign(globalThis, own);
    test(timers);
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
  }
}

Deno.test("Deadline aborts with the whole budget when its seconds are over", () => {
  withTimers((timers) => {
    using deadline = new Deadline(2, 9);
    const [timer] = timers.values();
    assertEquals([timer?.delayMs, deadline.signal.aborted], [2_000, false]);
    timer?.run();
    const { reason } = deadline.signal;
    assertInstanceOf(reason, BudgetError);
    assertEquals([reason.budget, reason.message], ["seconds", "The budget is spent: 9 seconds"]);
  });
});

Deno.test("Deadline aborts at once when no seconds are left", () => {
  withTimers((timers) => {
    const aborted = [-1, 0, 0.001].map((left) => new Deadline(left, 9).signal.aborted);
    assertEquals([aborted, timers.size], [[true, true, false], 1]);
  });
});

Deno.test("Deadline waits at most as long as a timer can, and without one for infinite seconds", () => {
  withTimers((timers) => {
    const longest = 2 ** 31 - 1;
    for (const ms of [longest - 1, longest, longest + 1, Infinity]) new Deadline(ms / 1000, null);
    const delays = [...timers.values()].map(({ delayMs }) => Math.round(delayMs));
    assertEquals(delays, [longest - 1, longest, longest]);
  });
});

Deno.test("Deadline stops waiting when it is disposed", () => {
  withTimers((timers) => {
    new Deadline(1, 1)[Symbol.dispose]();
    assertEquals(timers.size, 0);
  });
});
