import { assert, assertEquals } from "@std/assert";
import type { Proposer } from "../../../src/problem/proposer.ts";
import { toyEvaluator } from "../../../src/testing/toy_evaluator.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../../../src/testing/toy_run.ts";
import type { RunEvent } from "../../../src/trainer/event.ts";
import type { PriorityMemory } from "../../../src/trainer/population/priority.ts";
import type { UcbMemory } from "../../../src/trainer/population/ucb.ts";

/** Suggests the next two smaller numbers: each is a little worse than its parent. */
const falling: Proposer = {
  name: "falling",
  propose({ parameters }, { count }) {
    const x = Number(parameters[0]?.value);
    const proposals = Array.from({ length: count }, (_, place) => ({
      kind: "suggestion" as const,
      values: { x: x - (place + 1) / 8 },
      reasoning: "",
    }));
    return Promise.resolve({ kind: "several", proposals });
  },
};

async function train(options: ToyRunOptions) {
  const evaluator = toyEvaluator({ train: 8, validation: 2 });
  return await eventsOf(
    toyRun({ optimizer: falling, evaluator, proposals: 2, batchSize: 2, ...options }),
  );
}

const parentsIn = (events: readonly RunEvent[]) =>
  events.flatMap((event) =>
    event.type === "proposed" && event.proposal === 0 ? [event.parent] : []
  );

const memoriesIn = <Memory>(events: readonly RunEvent[]) =>
  events.flatMap((event) => event.type === "step" ? [event.memory as Memory] : []); // as: the trainer's own

Deno.test("ucb turns to other candidates when one was expanded often, though they are worse", async () => {
  const events = await train({ trainer: "ucb", steps: 12 });
  const parents = parentsIn(events);
  assert(new Set(parents).size >= 3);
  const counts = Map.groupBy(parents, (parent) => parent);
  assert(Math.max(...counts.values().map(({ length }) => length)) < 12);
  const memories = memoriesIn<UcbMemory>(events);
  assert(memories.every(({ candidates }) => candidates.length <= 10));
  const batches = memories.at(-1)?.candidates.map(({ batches }) => batches) ?? [];
  assert(Math.max(...batches) >= 2 && Math.max(...batches) < 12);
});

Deno.test("priority expands the best of the long memory, and those that wait in the short one once", async () => {
  const events = await train({ trainer: "priority", steps: 11 });
  const memories = memoriesIn<PriorityMemory>(events);
  assertEquals([memories[4]?.short, memories[9]?.short], [[], []]); // after every fifth step
  assert((memories[0]?.short.length ?? 0) > 0);
  assert(memories.every(({ long }) => long.length <= 10));
  const initial = events.find((event) => event.type === "started")?.candidate;
  const parents = events.flatMap((event) => event.type === "proposed" ? [event.parent] : []);
  for (const [parent, times] of Map.groupBy(parents, (parent) => parent)) {
    if (parent !== initial) assert(times.length <= 2, "one ask of two suggestions");
  }
  assert(parents.filter((parent) => parent === initial).length >= 11);
});
