import { assert, assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../../src/errors.ts";
import type { Proposer } from "../../../src/problem/proposer.ts";
import { eventsOf, toyRun } from "../../../src/testing/toy_run.ts";
import { islands, type IslandsMemory } from "../../../src/trainer/population/islands.ts";

Deno.test("islands take turns, and their proposals start from their own candidates", async () => {
  const populations: (readonly unknown[])[] = [];
  let x = 0;
  const proposer: Proposer = {
    name: "noting",
    propose(_problem, { history }) {
      populations.push(history.population?.map(({ values }) => values.x) ?? []);
      return Promise.resolve({ kind: "suggestion", values: { x: ++x }, reasoning: "" });
    },
  };
  await toyRun({ trainer: islands({ count: 2 }), optimizer: proposer, steps: 6 }).result;
  const [first, second] = [0, 1].map((island) =>
    new Set(populations.filter((_, step) => step % 2 === island).flat())
  );
  assert(!first?.has(2) && !second?.has(1) && first?.has(1) && second?.has(2));
});

Deno.test("islands exchange their best after every fourth turn", async () => {
  const events = await eventsOf(toyRun({ trainer: islands({ count: 2 }), steps: 8, seed: 3 }));
  const memories = events.flatMap((event) =>
    event.type === "step" ? [event.memory as IslandsMemory] : [] // as: written by the trainer
  );
  const shared = memories.map(({ islands: [one = [], other = []] }) =>
    one.filter((id) => other.includes(id)).length
  );
  assert(Math.max(...shared.slice(0, 7)) <= 1, "they share nothing but the start");
  assert((shared[7] ?? 0) >= 1);
  assertEquals(memories.at(-1)?.islands.length, 2);
});

Deno.test("islands() refuses a count that is no whole number, and features that are no functions", () => {
  assertThrows(() => islands({ count: 0 }), UsageError, '"0" as the number of islands');
  const wrong = "size" as unknown as readonly []; // as: untyped code may pass anything
  assertThrows(() => islands({ features: wrong }), UsageError, "the features of islands");
  const features = [() => 1];
  assertEquals(
    [islands(), islands({ count: 2 }), islands({ features })].map(({ name }) => name),
    ["islands", "islands(2)", "islands(4, features)"],
  );
});
