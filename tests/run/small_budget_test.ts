import { assert, assertEquals, assertGreaterOrEqual } from "@std/assert";
import { searchProposer } from "../../src/search/search_proposer.ts";
import {
  assertSameAtAnyConcurrency,
  assertSameWhenResumed,
  type ComparedOptions,
} from "../../src/testing/same_records.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../../src/testing/toy_run.ts";
import type { RunEvent } from "../../src/trainer/event.ts";

/** A search with a budget, which always races 48 proposals when they fit. */
const search = (
  evaluations: number,
  splits: Parameters<typeof toyEvaluator>[0],
): ToyRunOptions => ({
  optimizer: searchProposer({ proposalsPerStep: 48 }),
  trainer: "racing",
  steps: 99,
  seed: 2,
  budget: { evaluations },
  evaluator: toyEvaluator(splits),
});

async function spend(options: ToyRunOptions) {
  const events: RunEvent[] = [];
  const run = toyRun(options);
  for await (const event of run) events.push(event);
  const result = await run.result;
  const evaluated = events.filter((event) => event.type === "evaluated");
  const candidates = new Set(evaluated.map(({ candidate }) => candidate)).size - 1;
  const best = events.filter((event) => event.type === "best").length;
  return { candidates, spent: evaluated.length, best, stopReason: result.stopReason };
}

const whole = { train: 4, validation: 0 };

for (
  const [budget, splits, wanted] of [
    [40, whole, { candidates: 9, spent: 40 }],
    [150, whole, { candidates: 36, spent: 148 }],
    [500, whole, { candidates: 120, spent: 500 }],
    [40, { train: 4, validation: 4 }, { candidates: 7, spent: 40 }],
    [60, { train: 16, validation: 4 }, { candidates: 7, spent: 56 }],
    [60, { train: 4, validation: 4, test: 6 }, { candidates: 9, spent: 60 }],
  ] as const
) {
  const sizes = Object.entries(splits).map(([split, size]) => `${size} ${split}`).join(", ");
  Deno.test(`the search uses a budget of ${budget} on ${sizes} for all candidates that fit`, async () => {
    const { candidates, spent, best, stopReason } = await spend(search(budget, splits));
    assertEquals(stopReason, "budget");
    assert(best > 1, "an improvement was found");
    assertGreaterOrEqual(candidates, wanted.candidates - 1);
    assertGreaterOrEqual(spent, Math.floor(wanted.spent * 0.9));
    assertGreaterOrEqual(budget, spent);
  });
}

for (const evaluations of [45, 150, 500]) {
  for (const [train, validation] of [[4, 0], [4, 4], [1, 0]] as const) {
    Deno.test(`generations of the search's own size use a budget of ${evaluations} on ${train} train, ${validation} validation but for less than one candidate needs`, async () => {
      const options = { ...search(evaluations, { train, validation }), steps: 999 };
      const { spent, stopReason } = await spend({ ...options, optimizer: searchProposer() });
      assertEquals(stopReason, "budget");
      assertGreaterOrEqual(evaluations, spent);
      assert(evaluations - spent < train + validation);
    });
  }
}

Deno.test("a step asks no model for a proposal that could not be evaluated", async () => {
  let asks = 0;
  const optimizer = {
    name: "asking",
    propose: () =>
      Promise.resolve({ kind: "suggestion", values: { x: ++asks }, reasoning: "" } as const),
  };
  const options = { optimizer, trainer: "minibatch", steps: 9, batchSize: 2 } as const;
  const evaluator = () => toyEvaluator({ train: 4, validation: 3 });
  // Three for the start, two of its batch; a proposal takes two, and three more when it is accepted.
  const asksOf = async (evaluations: number) => {
    asks = 0;
    const { stopReason } = await toyRun({
      ...options,
      evaluator: evaluator(),
      budget: { evaluations },
    })
      .result;
    return [asks, stopReason];
  };
  assertEquals(await asksOf(9), [0, "budget"]);
  assertEquals(await asksOf(10), [1, "budget"]);
});

Deno.test("a budget that is too small for the whole train split is used for what fits", async () => {
  for (const trainer of ["racing", "minibatch"] as const) {
    const splits = { train: 24, validation: 8 };
    const { candidates, spent, best } = await spend({ ...search(40, splits), trainer });
    assert(candidates >= 2 && best > 1 && spent <= 40, `${candidates} candidates, ${best} bests`);
  }
});

Deno.test("a budget that lets no proposal be evaluated says so, with the budget that would", async () => {
  for (const trainer of ["racing", "minibatch"] as const) {
    for (const splits of [{ train: 24, validation: 12 }, { train: 16, validation: 0 }] as const) {
      const start = async (evaluations: number) => {
        const events = await eventsOf(toyRun({ ...search(evaluations, splits), trainer }));
        const warning = events.find((event) => event.type === "warning");
        return { warning, tried: events.filter(({ type }) => type === "compared").length };
      };
      const least = splits.validation > 0 ? 12 + 4 + 4 + 12 : 16 + 16;
      const { warning, tried } = await start(least - 1);
      assertEquals([warning?.code, tried], ["budget-too-small", 0]);
      assertEquals(warning?.advice?.match(/\d+/)?.[0], String(least));
      const enough = await start(least);
      assertEquals([enough.warning, enough.tried > 0], [undefined, true]);
    }
  }
});

Deno.test("a small budget gives the same records at any concurrency, and when a run is resumed", async () => {
  const options = () => search(70, { train: 6, validation: 3, test: 2 });
  const start = (varied: ComparedOptions) => toyRun({ ...options(), batchSize: 2, ...varied });
  await assertSameAtAnyConcurrency(start);
  await assertSameWhenResumed(start, { cuts: 12 });
});
