import { assert, assertEquals } from "@std/assert";
import { assertSameWhenResumed } from "../../../src/testing/same_records.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../../../src/testing/toy_run.ts";
import type { Evaluator } from "../../../src/trainer/evaluator.ts";
import type { RunEvent } from "../../../src/trainer/event.ts";
import { pareto, type ParetoMemory } from "../../../src/trainer/population/pareto.ts";
import { splitEvaluator, suggestingEach } from "../../support/split_toy.ts";

const start = (optimizer: readonly Readonly<Record<string, number>>[], options: ToyRunOptions) =>
  toyRun({
    trainer: "pareto",
    optimizer: suggestingEach(optimizer),
    evaluator: splitEvaluator(),
    batchSize: 6,
    seed: 1,
    ...options,
  });

const parentsIn = (events: readonly RunEvent[]) =>
  new Set(events.flatMap((event) => event.type === "proposed" ? [event.parent] : []));

const mergesIn = (events: readonly RunEvent[]) =>
  events.filter((event) => event.type === "proposed")
    .filter(({ reasoning }) => reasoning?.startsWith("A merge"));

Deno.test("pareto proposes from each candidate that wins examples, also from those that are worse on average", async () => {
  // The start is worse on average, but the best on odd examples.
  const events = await eventsOf(start([{ x: 3, y: 0.5 }], { steps: 12 }));
  const accepted = events.filter((event) => event.type === "compared" && event.isAccepted);
  assertEquals([accepted.length, parentsIn(events).size], [1, 2]);
});

Deno.test("pareto keeps a candidate that is worse than the current one and better than its parent", async () => {
  const events = await eventsOf(start([{ x: 3 }, { x: 1, y: -1 }, { x: -1 }], { steps: 1 }));
  const { memory } = events.findLast((event) => event.type === "step")!; // one step was taken
  assertEquals((memory as ParetoMemory).members.length, 3); // as: written by the trainer
});

Deno.test("pareto merges two candidates that changed different parameters, without an ask for it", async () => {
  const options = { steps: 2, model: null } as const;
  const events = await eventsOf(start([{ x: 3 }, { y: -2 }], options));
  const [merge, ...others] = mergesIn(events);
  assertEquals([merge?.step, others], [2, []]);
  assertEquals(Object.keys(merge?.changes ?? {}).length, 1);
  assertEquals(events.findLast((event) => event.type === "best")?.parameters, { x: 3, y: -2 });
  const without = await eventsOf(
    start([{ x: 3 }, { y: -2 }], { ...options, trainer: pareto({ merges: false }) }),
  );
  assertEquals(mergesIn(without), []);
});

Deno.test("pareto proposes a merge once, also when it is refused", async () => {
  const evaluator = splitEvaluator();
  const refusing: Evaluator = {
    ...evaluator,
    async validate(candidate, changed, options) {
      const { x, y } = candidate.values;
      if (x !== 3 || y !== -2) return await evaluator.validate(candidate, changed, options);
      const reason = "not both";
      return {
        values: {},
        rejections: changed.map((parameter) => ({
          parameter,
          value: candidate.values[parameter],
          reason,
        })),
      };
    },
  };
  const run = () => start([{ x: 3 }, { y: -2 }], { steps: 6, evaluator: refusing });
  const events = await eventsOf(run());
  assertEquals(mergesIn(events).map(({ rejections }) => rejections.length), [1]);
});

Deno.test("a run of pareto with merges gives the same records when it is resumed", async () => {
  await assertSameWhenResumed(
    (varied) => start([{ x: 3 }, { y: -2 }], { steps: 3, ...varied }),
    { cuts: 20 },
  );
});

Deno.test("pareto keeps to a budget, and ends with it", async () => {
  for (const evaluations of [12, 20, 40]) {
    const run = start([{ x: 3 }, { y: -2 }, { x: 1 }], { steps: 99, budget: { evaluations } });
    const { stopReason, evaluations: spent } = await run.result;
    assert(spent <= evaluations, `${spent} of ${evaluations}`);
    assert(stopReason === "budget" || stopReason === "steps");
  }
});
