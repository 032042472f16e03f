import { assert, assertEquals } from "@std/assert";
import { optimize } from "../../src/run/optimize.ts";
import { runRecords } from "../../src/run/run_records.ts";
import { defineTask } from "../../src/task/define_task.ts";
import { trainable } from "../../src/trace/code/trainable.ts";
import type { RunEvent } from "../../src/trainer/event.ts";

const task = defineTask({
  name: "printing",
  agent: () => {
    const f = trainable(function f(n: number): number {
      console.log("now", n, String(f).length);
      Promise.resolve().then(() => console.log("late", n));
      return n - 1;
    });
    return { f, forward: (n: number) => f(n) };
  },
  examples: {
    train: Array.from({ length: 8 }, (_, n) => ({ input: n, expected: n })),
    validation: [8, 9].map((n) => ({ input: n, expected: n })),
  },
  guide: ({ expected }, output) => output === expected ? 1 : 0,
  sandbox: { timeoutMs: 10_000 },
});

async function eventsOf(concurrency: number, clockOf: readonly RunEvent[] = []) {
  const run = optimize(task, { seed: 1, steps: 2, proposals: 12, concurrency, clockOf });
  return await Array.fromAsync(run);
}

Deno.test("a run of candidates that print, also when their calls are over, is repeated with the same records", async () => {
  const before = await eventsOf(2);
  const evaluated = before.filter((event) => event.type === "evaluated");
  const initial = evaluated.filter(({ candidate }) => candidate === evaluated[0]?.candidate);
  const lines = initial.flatMap(({ console = [] }) => console.map(({ text }) => text));
  assert(initial.length > 8);
  assertEquals(lines.map((text) => text.split(" ")[0]), Array(initial.length).fill("now"));
  assertEquals(new Set(lines.map((text) => text.split(" ")[2])).size, 1); // on train and elsewhere
  for (const concurrency of [1, 4]) {
    assertEquals(runRecords(await eventsOf(concurrency, before)), runRecords(before));
  }
});
