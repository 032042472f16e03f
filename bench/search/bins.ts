/**
 * Bins of the quickstart: its settings and instances like its own, in real runs whose evaluator is in this process.
 *
 * @module
 */
import { codeVarier } from "../../src/search/programs/code_varier.ts";
import { searchProposer } from "../../src/search/search_proposer.ts";
import { randomFrom, seedOf } from "../../src/seeds.ts";
import { eventsOf, toyRun } from "../../src/testing/toy_run.ts";
import type { Evaluator, ExampleRef } from "../../src/trainer/evaluator.ts";
import { compiled } from "./compiled.ts";
import type { Family, FamilyOptions } from "./family.ts";

const capacity = 150;

const sizes = { train: 48, validation: 32, test: 0 };

const bestFit = `function priority(item: number, room: number): number {
  return item - room;
}`;

/** Instances that no run meets. */
const unseen = instances("unseen", 100);

/** One line for each seed: the quickstart's 75 steps, and as many as a budget of evaluations allows. */
export const bins: Family = {
  name: "bins",
  async *lines({ seeds, only, most }: FamilyOptions) {
    const lengths = [
      { name: "quickstart", steps: 75, budget: {} },
      { name: "long", steps: most, budget: { evaluations: most } },
    ];
    yield "| run | seed | evaluations | % fewer, unseen | % fewer, validation | the last best at | % fewer, unseen, at half | seconds |";
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";
    for (const { name, ...length } of lengths) {
      if (!name.includes(only)) continue;
      for (const seed of seeds) {
        const begin = performance.now();
        const bests = await search(seed, length);
        const evaluations = bests.spent;
        const last = bests.found.at(-1);
        const half = bests.found.findLast(({ at }) => at <= evaluations / 2);
        const cells = [
          name,
          seed,
          evaluations,
          percent(fewer(last?.source ?? bestFit, unseen)),
          percent(last?.validation ?? 0),
          last?.at ?? 0,
          percent(fewer(half?.source ?? bestFit, unseen)),
          ((performance.now() - begin) / 1000).toFixed(0),
        ];
        yield `| ${cells.join(" | ")} |`;
      }
    }
    await codeVarier.close();
  },
};

/** A candidate that became the best of a run. */
interface Found {
  /** Evaluations before. */
  readonly at: number;
  readonly source: string;
  /** Share of bins that it needs less than best fit on validation. */
  readonly validation: number;
}

async function search(
  seed: number,
  { steps, budget }: { readonly steps: number; readonly budget: { readonly evaluations?: number } },
): Promise<{ readonly found: readonly Found[]; readonly spent: number }> {
  const examples = {
    train: instances(`train ${seed}`, sizes.train),
    validation: instances(`validation ${seed}`, sizes.validation),
    test: [],
  };
  const run = toyRun({
    evaluator: packingEvaluator(({ split, index }) => examples[split][index] ?? []),
    optimizer: searchProposer({ proposalsPerStep: 16 }),
    trainer: "racing",
    batchSize: 4,
    ...{ seed, steps, budget },
  });
  const found: Found[] = [];
  let spent = 0;
  for (const event of await eventsOf(run)) {
    if (event.type === "evaluated") spent++;
    if (event.type !== "best") continue;
    const source = String(event.parameters.priority);
    found.push({ at: spent, source, validation: fewer(source, examples.validation) });
  }
  return { found, spent };
}

function packingEvaluator(itemsOf: (example: ExampleRef) => readonly number[]): Evaluator {
  return {
    facts: () =>
      Promise.resolve({
        name: "bin-packing",
        objective: "Use as few bins as possible.",
        parameters: [{ name: "priority", kind: "code", type: "code", value: bestFit }],
        examples: sizes,
      }),
    validate: ({ values }, changed) =>
      Promise.resolve({
        rejections: [],
        values: Object.fromEntries(changed.map((name) => [name, values[name]])),
      }),
    evaluate({ candidate, example }) {
      const items = itemsOf(example);
      const bins = packed(String(candidate.values.priority), items);
      const least = Math.ceil(items.reduce((sum, item) => sum + item, 0) / capacity);
      return Promise.resolve({
        score: least / new Set(bins).size,
        metrics: {},
        feedback: "",
        output: bins.join(),
        console: [],
        durationMs: 0,
      });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** The bin of each item, as the quickstart chooses it. */
function packed(source: string, items: readonly number[]): readonly number[] {
  const priority = compiled(source);
  const rooms: number[] = [];
  return items.map((item) => {
    let choice = rooms.length;
    let highest = -Infinity;
    for (let bin = 0; bin <= rooms.length; bin++) {
      const room = rooms[bin] ?? capacity;
      if (room < item) continue;
      const wish = priority(item, room);
      if (wish > highest) [choice, highest] = [bin, wish];
    }
    rooms[choice] = (rooms[choice] ?? capacity) - item;
    return choice;
  });
}

/** Share of the bins of best fit that are saved. */
function fewer(source: string, some: readonly (readonly number[])[]): number {
  const count = (code: string) =>
    some.reduce((sum, items) => sum + new Set(packed(code, items)).size, 0);
  return 1 - count(source) / count(bestFit);
}

/** Instances of 500 items with sizes uniform from 20 to 100. */
function instances(purpose: string, count: number): readonly (readonly number[])[] {
  const random = randomFrom(seedOf("bins", purpose));
  return Array.from(
    { length: count },
    () => Array.from({ length: 500 }, () => 20 + Math.floor(random() * 81)),
  );
}

function percent(share: number): string {
  return (100 * share).toFixed(2);
}
