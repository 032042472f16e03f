import { assert, assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import { assertSameWhenResumed } from "../../src/testing/same_records.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../../src/testing/toy_run.ts";
import { minibatch } from "../../src/trainer/minibatch.ts";
import { portfolio } from "../../src/trainer/population/portfolio.ts";
import { racing } from "../../src/trainer/racing.ts";
import type { Evaluator } from "../../src/trainer/evaluator.ts";
import { easyFirst, type SamplingName, samplingNamed } from "../../src/trainer/sampling.ts";
import type { Trainer } from "../../src/trainer/trainer.ts";
import { archiveMember } from "../support/archive_member.ts";

const examples = [0, 1, 2, 3].map((index) => ({ split: "train" as const, index }));

Deno.test("easyFirst() orders by the mean score so far; failures and examples not met come last", () => {
  const trials = [[0, 5, null], [2, 5, null]].map((scores, x) => archiveMember({ x }, scores).trial)
    .map((trial) => ({ ...trial, score: 0 })); // a failure on one example does not hide the others
  const places = (order: typeof examples) => easyFirst(order, trials).map(({ index }) => index);
  assertEquals(places(examples), [1, 0, 2, 3]);
  assertEquals(places(examples.toReversed()), [1, 0, 3, 2]);
  assertEquals(easyFirst(examples, []), examples);
});

/** A toy problem with six train examples, the last of which is the easiest. */
function uneven(): Evaluator {
  const toy = toyEvaluator({ train: 6, validation: 2 });
  return {
    ...toy,
    async evaluate(request) {
      const report = await toy.evaluate(request);
      return { ...report, score: (report.score ?? 0) + request.example.index };
    },
  };
}

/** The examples of each batch, in order. */
async function batchesOf(options: ToyRunOptions): Promise<readonly (readonly number[])[]> {
  const batches: number[][] = [];
  const trainer: Trainer = {
    name: "noting",
    async step(context) {
      const batch = context.nextBatch();
      batches.push(batch.map(({ index }) => index));
      const [own] = await context.evaluate([context.current], batch);
      context.challenge(own!, []); // one candidate was evaluated
    },
  };
  await toyRun({ trainer, evaluator: uneven(), batchSize: 2, steps: 9, ...options }).result;
  return batches;
}

Deno.test("a curriculum goes from easy to hard in each epoch after the first", async () => {
  const batches = await batchesOf({ sampling: "curriculum" });
  const shuffled = await batchesOf({});
  assertEquals(batches.slice(0, 3), shuffled.slice(0, 3));
  for (const epoch of [batches.slice(3, 6), batches.slice(6, 9)]) {
    assertEquals(epoch, [[5, 4], [3, 2], [1, 0]]);
  }
});

Deno.test("a curriculum whose epochs end within a batch still shows every example", async () => {
  const batches = await batchesOf({ sampling: "curriculum", batchSize: 4, steps: 12 });
  for (const batch of batches) assertEquals(new Set(batch).size, 4);
  const counts = Map.groupBy(batches.flat(), (index) => index);
  assert(counts.values().every(({ length }) => length >= 6));
});

Deno.test("a run with a curriculum is logged with it, and gives the same records when it is resumed", async () => {
  const start = (options: ToyRunOptions) =>
    toyRun({
      sampling: "curriculum",
      trainer: "minibatch",
      evaluator: uneven(),
      batchSize: 2,
      steps: 8,
      ...options,
    });
  const [first] = await eventsOf(start({}));
  assertEquals(first?.type === "started" ? first.sampling : undefined, "curriculum");
  await assertSameWhenResumed(start, { cuts: 10 });
});

Deno.test("a curriculum of a trainer that draws no batches gives one warning", async () => {
  const mixed = portfolio({ trainers: [minibatch, racing] });
  const warnings = await Promise.all(
    (["racing", mixed, "minibatch"] as const).map(async (trainer) => {
      const run = toyRun({ sampling: "curriculum", trainer, steps: 4 });
      return (await eventsOf(run)).flatMap((event) =>
        event.type === "warning" ? [[event.step, event.code, event.message]] : []
      );
    }),
  );
  const said = (trainer: string, step: number) => [
    step,
    "sampling-unused",
    `The trainer "${trainer}" drew no batch in step ${step}, so the sampling "curriculum" has no effect there`,
  ];
  assertEquals(warnings, [[said("racing", 1)], [said(mixed.name, 2)], []]);
  const shuffled = await eventsOf(toyRun({ trainer: "racing", steps: 2 }));
  assert(shuffled.every(({ type }) => type !== "warning"));
});

Deno.test("samplingNamed() refuses other names", () => {
  assertThrows(
    () => samplingNamed("hard" as SamplingName),
    UsageError,
    'Cannot use "hard" as the sampling of examples: received none of shuffled, curriculum',
  );
});
