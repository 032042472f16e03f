import { assert, assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import type { Proposer } from "../../src/problem/proposer.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../../src/testing/toy_run.ts";
import { createTrainer } from "../../src/trainer/create_trainer.ts";
import type { Evaluator } from "../../src/trainer/evaluator.ts";
import { minibatch } from "../../src/trainer/minibatch.ts";
import { beam } from "../../src/trainer/population/beam.ts";
import { racing } from "../../src/trainer/racing.ts";
import type { Trainer } from "../../src/trainer/trainer.ts";
import { isTrainer, type TrainerName, trainerNamed } from "../../src/trainer/trainers.ts";

/** Suggests these values of x at each ask. */
const suggesting = (...xs: readonly number[]): Proposer => ({
  name: "suggesting",
  suggestionCount: () => xs.length,
  propose: () =>
    Promise.resolve({
      kind: "several",
      proposals: xs.map((x) => ({ kind: "suggestion", values: { x }, reasoning: "" })),
    }),
});

/** A toy problem with eight train examples whose score is a function of x and the example's place in the step. */
function scoring(score: (x: number, place: number) => number | null): Evaluator {
  const toy = toyEvaluator({ train: 8, validation: 1 });
  const places = new Map<number, number>();
  return {
    ...toy,
    async evaluate(request) {
      const { split, index } = request.example;
      const x = Number(request.candidate.values.x);
      const report = await toy.evaluate(request);
      if (split !== "train") return { ...report, score: x };
      if (!places.has(index)) places.set(index, places.size);
      return { ...report, score: score(x, places.get(index) ?? 0) };
    },
  };
}

/** How many train examples each value of x met, and the comparisons. */
async function train(options: ToyRunOptions) {
  const run = toyRun({ steps: 1, batchSize: 2, concurrency: 1, ...options });
  const events = await eventsOf(run);
  const ids = new Map(
    events.flatMap((event) =>
      event.type === "proposed" ? [[event.candidate, Number(event.changes?.x)] as const] : []
    ),
  );
  const met = new Map<number, number>();
  for (const event of events) {
    if (event.type !== "evaluated" || event.example.split !== "train") continue;
    const x = ids.get(event.candidate) ?? 0;
    met.set(x, (met.get(x) ?? 0) + 1);
  }
  const accepted = events.flatMap((event) =>
    event.type === "compared" && event.isAccepted ? [ids.get(event.candidate)] : []
  );
  const compared = events.filter(({ type }) => type === "compared").length;
  const { best } = await run.result;
  return { compared, met: Object.fromEntries(met), accepted, best: best.parameters.x };
}

for (const trainer of ["minibatch", "racing"] as const) {
  Deno.test(`${trainer} never prefers a score, a sum or a mean that is no finite number`, async () => {
    const most = Number.MAX_VALUE;
    const toy = toyEvaluator({ train: 4, validation: 4 });
    const scores: Record<number, readonly number[]> = {
      0: [most, most, most, most / 2],
      1: [most, most, most / 2, most / 2], // worse; both sums are infinite
      2: [NaN, most, most, most],
      3: [Infinity, Infinity, Infinity, Infinity],
      4: [most, -most, -most, most], // a partial sum is infinite, the mean is 0
    };
    const evaluator: Evaluator = {
      ...toy,
      async evaluate(request) {
        const x = Number(request.candidate.values.x);
        return { ...await toy.evaluate(request), score: scores[x]?.[request.example.index] ?? 0 };
      },
    };
    const optimizer = suggesting(1, 2, 3, 4);
    const run = toyRun({ trainer, optimizer, evaluator, steps: 2, batchSize: 2, concurrency: 1 });
    const events = await eventsOf(run);
    const { best, initial } = await run.result;
    assertEquals([best.parameters.x, best.score], [0, initial.score]);
    assert(Number.isFinite(best.score));
    for (const event of events) {
      if (event.type !== "evaluated") continue;
      assert(event.score === null || Number.isFinite(event.score));
      assertEquals(event.score === null, event.error !== undefined);
    }
  });
}

Deno.test("racing evaluates worse candidates and those that score the same on a batch alone", async () => {
  const evaluator = scoring((x, place) =>
    x === 4 ? 0 : x < 0 ? -1 : x === 5 && place >= 2 ? -9 : x
  );
  const { met, accepted, best } = await train({
    trainer: "racing",
    optimizer: suggesting(-1, 3, 4, 5),
    evaluator,
  });
  // -1 is worse, 4 the same on the first two examples; 5 falls behind on the next two.
  assertEquals(met, { 0: 8, 3: 8, 4: 2, 5: 4, "-1": 2 });
  assertEquals([accepted, best], [[3], 3]);
});

Deno.test("racing lets a candidate go on that equals the current one on some examples, or ties in sum", async () => {
  const same = scoring((x, place) => x === 0 || place === 0 ? 0 : 1);
  assertEquals(
    (await train({ trainer: "racing", optimizer: suggesting(2), evaluator: same })).met,
    {
      0: 8,
      2: 8,
    },
  );
  const tied = scoring((x, place) => x === 0 || place > 1 ? 0 : place === 0 ? 1 : -1);
  const { met, accepted } = await train({
    trainer: "racing",
    optimizer: suggesting(2),
    evaluator: tied,
  });
  assertEquals([met, accepted], [{ 0: 8, 2: 8 }, []]);
});

Deno.test("racing ends a step when no candidate is ahead", async () => {
  const { met, accepted, best } = await train({
    trainer: "racing",
    optimizer: suggesting(-1, -2),
    evaluator: scoring((x) => x),
  });
  assertEquals([met, accepted, best], [{ 0: 2, "-1": 2, "-2": 2 }, [], 0]);
});

Deno.test("racing evaluates no candidate again that it has met", async () => {
  const evaluator = scoring((x) => x);
  const { met, compared } = await train({
    trainer: "racing",
    optimizer: suggesting(-1),
    evaluator,
    batchSize: 8,
    steps: 3,
  });
  assertEquals([met, compared], [{ 0: 8, "-1": 8 }, 1]);
});

Deno.test("racing gives up on a large batch what does not end in time on its first two examples", async () => {
  const ends = scoring((x) => x);
  const late: Evaluator = {
    ...ends,
    async evaluate(request) {
      const report = await ends.evaluate(request);
      const x = Number(request.candidate.values.x);
      const isLate = x === 4 || x === 3 && request.example.index === 5;
      return isLate ? { ...report, score: 0, error: "TimeoutError", isByClock: true } : report;
    },
  };
  const options = { trainer: "racing", optimizer: suggesting(1, 3, 4), evaluator: late } as const;
  const { met } = await train({ ...options, batchSize: 8 });
  assertEquals([met[1], met[4]], [8, 2]);
  assert((met[3] ?? 0) >= 8); // late once
  assertEquals((await train({ ...options, batchSize: 4 })).met[4], 4);
});

Deno.test("racing takes the whole train split at once where a batch is as large", async () => {
  for (const batchSize of [8, 9]) {
    const { met, accepted } = await train({
      trainer: "racing",
      optimizer: suggesting(1),
      evaluator: scoring((x) => x),
      batchSize,
    });
    assertEquals([met, accepted], [{ 0: 8, 1: 8 }, [1]]);
  }
});

Deno.test("minibatch compares proposals on one batch where evaluations are costly, and offers the best", async () => {
  const { met, accepted, best } = await train({
    trainer: "minibatch",
    optimizer: suggesting(1, 3, 2, -1),
    evaluator: scoring((x) => x),
    evaluationCost: 1,
  });
  assertEquals(met, { 0: 4, 1: 2, 2: 2, 3: 4, "-1": 2 }); // the gain of 3 was repeated
  assertEquals([accepted, best], [[3], 3]);
});

Deno.test("minibatch goes on only with those that are ahead of more than four proposals", async () => {
  const { met } = await train({
    trainer: "minibatch",
    optimizer: suggesting(-1, -2, 1, 2, 3),
    evaluator: scoring((x, place) => x === 3 && place < 2 ? 0 : x),
  });
  // 3 scores the same on the batch; 2 is better than 1 on all, and its gains are repeated.
  assertEquals(met, { 0: 16, 1: 8, 2: 16, 3: 2, "-1": 2, "-2": 2 });
});

Deno.test("minibatch goes on with undecided proposals, as far as their cost lets", async () => {
  for (
    const [evaluationCost, examples] of [[0, 8], [0.25, 4], [0.1, 7], [0.5, 3], [1, 2]] as const
  ) {
    const { met, accepted } = await train({
      trainer: "minibatch",
      optimizer: suggesting(1),
      evaluator: scoring((x, place) => place < 2 ? 0 : -x), // equal on the batch, worse on all
      evaluationCost,
    });
    assertEquals([met, accepted], [{ 0: examples, 1: examples }, []]);
  }
});

Deno.test("createTrainer() and trainerNamed() know the built-in trainers, and refuse other names", () => {
  assertStrictEquals(createTrainer("minibatch"), minibatch);
  assertStrictEquals(createTrainer("racing"), racing);
  for (const refuse of [trainerNamed, createTrainer]) {
    const error = assertThrows(
      () => refuse("magic" as TrainerName), // as: untyped code may name anything
      UsageError,
      'Cannot use "magic" as a trainer: received none of minibatch, racing, ',
    );
    assertEquals(error.advice, "Use one of them, or pass a custom trainer to optimize().");
  }
});

Deno.test("isTrainer() is true for objects with a step function", () => {
  assert(isTrainer(minibatch));
  const others = [null, undefined, "minibatch", {}, { step: 1 }, () => 1, { name: "racing" }];
  for (const choice of others) assertEquals(isTrainer(choice), false);
});

Deno.test("the held-out test counts as part of the last step", async () => {
  const events = await eventsOf(toyRun({ steps: 2, evaluator: toyEvaluator({ test: 1 }) }));
  const steps = events.flatMap((event) =>
    event.type === "evaluated" && event.example.split === "test" ? [event.step] : []
  );
  assertEquals(new Set(steps), new Set([2]));
});

Deno.test("a run refuses a function in place of the trainer or optimizer that it makes", async () => {
  const wrong = beam as unknown as Trainer; // as: untyped code may pass anything
  await assertRejects(
    () => toyRun({ trainer: wrong }).result,
    UsageError,
    "Cannot use a function as the trainer: received no name, settings or trainer",
  );
  const list = ["search"] as unknown as Proposer; // as above
  await assertRejects(
    () => toyRun({ optimizer: list }).result,
    UsageError,
    "Cannot use a list as the optimizer",
  );
});
