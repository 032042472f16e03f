import { assert, assertEquals, assertRejects } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import type { Proposer } from "../../src/problem/proposer.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../../src/testing/toy_run.ts";
import { candidateOf } from "../../src/trainer/candidate.ts";
import type { Evaluator } from "../../src/trainer/evaluator.ts";
import type { Trainer, TrainerContext } from "../../src/trainer/trainer.ts";

const candidate = (x: number, y = 0) => candidateOf({ x, y });

/** A proposer that suggests these values of x at each ask. */
const suggesting = (...xs: readonly number[]): Proposer => ({
  name: "suggesting",
  suggestionCount: () => xs.length,
  propose: () =>
    Promise.resolve({
      kind: "several",
      proposals: xs.map((x) => ({ kind: "suggestion", values: { x }, reasoning: "" })),
    }),
});

/** A toy problem whose score is a function of x alone. */
function scoring(
  score: (x: number, split: string, index: number) => number | null,
  sizes = { train: 2, validation: 1 },
): Evaluator {
  const toy = toyEvaluator(sizes);
  return {
    ...toy,
    async evaluate(request) {
      const { split, index } = request.example;
      const value = score(Number(request.candidate.values.x), split, index);
      return { ...await toy.evaluate(request), score: value, metrics: { x: value ?? -1 } };
    },
  };
}

/** The events and the result of a run whose steps do this. */
async function train(
  step: (context: TrainerContext) => Promise<void>,
  options: ToyRunOptions = {},
) {
  const trainer: Trainer = { name: "scripted", step };
  const run = toyRun({ trainer, steps: 1, ...options });
  const events = await eventsOf(run);
  return { events, result: await run.result };
}

Deno.test("offer() keeps the earlier of two candidates that score the same", async () => {
  const { events, result } = await train(
    async (context) => await context.offer(candidate(5)),
    { evaluator: scoring(() => 1) },
  );
  assertEquals(events.filter(({ type }) => type === "best").length, 1);
  assertEquals([result.best.step, result.best.parameters], [0, { x: 0, y: 0 }]);
});

Deno.test("offer() takes a candidate that is better on the validation split, by however little", async () => {
  const { events, result } = await train(
    async (context) => {
      assertEquals(context.best.candidate, context.current);
      await context.offer(candidate(1e-9));
      assertEquals([context.best.candidate, context.best.step], [candidate(1e-9), 1]);
      assertEquals([context.best.scores, context.best.metrics], [[1e-9], { x: 1e-9 }]);
      await context.offer(candidate(-1));
    },
    { evaluator: scoring((x, split) => split === "validation" ? x : -x), threshold: 5 },
  );
  assertEquals(events.filter(({ type }) => type === "best").length, 2);
  assertEquals(result.best.parameters, { x: 1e-9, y: 0 });
  assertEquals(result.initial.score, 0);
});

Deno.test("offer() evaluates on the train split where there is no validation", async () => {
  const { events } = await train(
    async (context) => await context.offer(candidate(1)),
    { evaluator: scoring((x) => x, { train: 2, validation: 0 }) },
  );
  const evaluated = events.filter((event) => event.type === "evaluated");
  assertEquals(evaluated.map(({ example }) => example.split), Array(4).fill("train"));
  assertEquals(events.findLast((event) => event.type === "best")?.score, 1);
});

Deno.test("challenge() takes the best of those that are better, and gives each its reason", async () => {
  const { events } = await train(
    async (context) => {
      const [own] = await context.evaluate([context.current], context.nextBatch());
      const challengers = await context.evaluate(
        [1, 3, 2, 3.5, -1, 0].map((x) => candidate(x)),
        own!.examples, // !: one encounter
      );
      const tied = await context.evaluate([candidate(3, 1)], own!.examples);
      const all = [...challengers.filter(({ candidate }) => candidate.values.x !== 3.5), ...tied];
      assertEquals(context.challenge(own!, all), candidate(3));
      assertEquals(context.current, candidate(3));
      assert(context.hasMet(candidate(-1)) && !context.hasMet(candidate(3.5)));
      const accepted = context.history.latest(9).filter(({ isAccepted }) => isAccepted);
      assertEquals(accepted.map(({ values }) => values), [{ x: 0, y: 0 }, { x: 3, y: 0 }]);
    },
    { evaluator: scoring((x) => x), batchSize: 2 },
  );
  const compared = events.filter((event) => event.type === "compared");
  const other = "; another of this step is as good or better";
  assertEquals(compared.map(({ score, isAccepted, reason }) => [score, isAccepted, reason]), [
    [1, false, `1 is better than 0 on the same 2 examples${other}`],
    [3, true, "3 is better than 0 on the same 2 examples"],
    [2, false, `2 is better than 0 on the same 2 examples${other}`],
    [-1, false, "-1 is worse than 0 on the same 2 examples"],
    [0, false, "0 is equal to 0 on the same 2 examples"],
    [3, false, `3 is better than 0 on the same 2 examples${other}`],
  ]);
  assertEquals(compared.map(({ againstScore }) => againstScore), Array(6).fill(0));
});

Deno.test("challenge() holds challengers to the threshold of the settings", async () => {
  for (const [threshold, taken] of [[0.5, null], [0.25, candidate(0.5)]] as const) {
    await train(
      async (context) => {
        const [own, half] = await context.evaluate(
          [context.current, candidate(0.5)],
          context.nextBatch(),
        );
        assertEquals(context.challenge(own!, [half!]), taken); // !: one for each candidate
        assertEquals(context.current, taken ?? candidate(0));
      },
      { evaluator: scoring((x) => x), threshold },
    );
  }
});

Deno.test("propose() gives each new candidate once, without the one it was made of", async () => {
  await train(
    async (context) => {
      const [own] = await context.evaluate([context.current], context.nextBatch());
      // !: one encounter
      assertEquals(await context.propose(own!), [candidate(2), candidate(1)]);
    },
    { optimizer: suggesting(2, 1, 2, 0) },
  );
});

Deno.test("nextBatch() goes on where the last batch ended, and is never larger than the split", async () => {
  await train(
    (context) => {
      const indices = (size?: number) => context.nextBatch(size).map(({ index }) => index);
      const [first, second] = [indices(), indices(5)];
      assertEquals([first.length, second.length], [2, 5]);
      assertEquals([...first, ...second].toSorted(), [0, 1, 2, 3, 4, 5, 6]);
      assertEquals([indices(7), indices(99)].map(({ length }) => length), [7, 7]);
      return Promise.resolve();
    },
    { evaluator: toyEvaluator({ train: 7 }), batchSize: 2 },
  );
});

Deno.test("evaluate() gives encounters in the order of candidates, reports in that of examples", async () => {
  await train(
    async (context) => {
      const examples = [1, 0].map((index) => ({ split: "train" as const, index }));
      const encounters = await context.evaluate([candidate(7), candidate(4)], examples);
      assertEquals(encounters.map((encounter) => encounter.candidate), [
        candidate(7),
        candidate(4),
      ]);
      assertEquals(
        encounters.map(({ reports }) => reports.map(({ score }) => score)),
        [[71, 70], [41, 40]],
      );
      assertEquals(encounters[0]?.examples, examples);
    },
    { evaluator: scoring((x, _split, index) => 10 * x + index) },
  );
});

Deno.test("select() makes a candidate the current one, and the step event holds its mean score", async () => {
  const { events } = await train(
    async (context) => {
      const [own, other] = await context.evaluate(
        [context.current, candidate(4)],
        context.nextBatch(),
      );
      context.challenge(own!, [other!]); // !: one for each candidate
      context.select(candidate(0));
      assertEquals(context.current, candidate(0));
    },
    { evaluator: scoring((x, split, index) => split === "train" ? x + index : 7), batchSize: 2 },
  );
  const step = events.find((event) => event.type === "step");
  assertEquals([step?.current, step?.best], [0.5, 7]);
});

Deno.test("a step event has no current score when the candidate was not compared", async () => {
  const { events } = await train(() => Promise.resolve());
  assertEquals(events.find((event) => event.type === "step")?.current, null);
});

Deno.test("a trainer has random numbers of its own in each step, the same in every run", async () => {
  const draws = async (seed: number) => {
    const numbers: number[] = [];
    await train((context) => {
      numbers.push(context.random());
      return Promise.resolve();
    }, { steps: 2, seed });
    return numbers;
  };
  const first = await draws(1);
  assertEquals(await draws(1), first);
  assertEquals(new Set([...first, ...await draws(2)]).size, 4);
});

Deno.test("a trainer is given the memory that it returned, and keeps it when it returns none", async () => {
  const memories: unknown[] = [];
  const trainer: Trainer<{ readonly steps: readonly number[] }> = {
    name: "remembering",
    initialMemory: { steps: [] },
    step({ memory, step }) {
      memories.push(memory);
      return Promise.resolve(step === 2 ? undefined : { steps: [...memory.steps, step] });
    },
  };
  // as: a trainer of any memory
  const events = await eventsOf(toyRun({ trainer: trainer as Trainer, steps: 3 }));
  assertEquals(memories, [{ steps: [] }, { steps: [1] }, { steps: [1] }]);
  const steps = events.filter((event) => event.type === "step");
  assertEquals(steps.map(({ memory }) => memory), [[1], [1], [1, 3]].map((steps) => ({ steps })));
});

Deno.test("a trainer that returns memory without declaring it ends the run", async () => {
  const trainer: Trainer = { name: "undeclared", step: () => Promise.resolve({ a: 1 }) };
  await assertRejects(
    () => toyRun({ trainer, steps: 1 }).result,
    UsageError,
    'Cannot keep the memory of "undeclared"',
  );
});
