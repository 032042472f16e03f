/**
 * Bins of the quickstart: its task and settings, in real runs whose evaluator is in this process.
 *
 * @module
 */
import quickstart from "../../examples/quickstart.ts";
import { codeVarier } from "../../src/search/programs/code_varier.ts";
import { searchProposer } from "../../src/search/search_proposer.ts";
import { randomFrom, seedOf } from "../../src/seeds.ts";
import { eventsOf, toyRun } from "../../src/testing/toy_run.ts";
import type { Evaluator, Split } from "../../src/trainer/evaluator.ts";
import { compiled } from "./compiled.ts";
import type { Family, FamilyOptions } from "./family.ts";

const capacity = 150;

const bestFit = `function priority(item: number, room: number): number {
  return item - room;
}`;

/** Steps, proposals of a step, and the examples that each meets at first. */
const settings = typeof quickstart.trainer === "object" ? quickstart.trainer : {};

/** Instances that no run meets. */
const unseen = Array.from({ length: 5 }, (_, place) => instancesOf(`unseen ${place}`).test).flat();

/** One line for each seed: the quickstart's own steps, and as many as a budget of evaluations allows. */
export const bins: Family = {
  name: "bins",
  async *lines({ seeds, only, most }: FamilyOptions) {
    const lengths = [
      { name: "quickstart", steps: settings.steps ?? 0, budget: {} },
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
  const examples = instancesOf(seed);
  const run = toyRun({
    evaluator: packingEvaluator(examples),
    optimizer: searchProposer(),
    trainer: "racing",
    ...settings,
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

type Instance = readonly number[];

function packingEvaluator(examples: Readonly<Record<Split, readonly Instance[]>>): Evaluator {
  return {
    facts: () =>
      Promise.resolve({
        name: "bin-packing",
        objective: "Use as few bins as possible.",
        parameters: [{ name: "priority", kind: "code", type: "code", value: bestFit }],
        examples: {
          train: examples.train.length,
          validation: examples.validation.length,
          test: 0,
        },
      }),
    validate: ({ values }, changed) =>
      Promise.resolve({
        rejections: [],
        values: Object.fromEntries(changed.map((name) => [name, values[name]])),
      }),
    evaluate({ candidate, example: { split, index }, hasInputs = false }) {
      const items = examples[split][index] ?? [];
      const calls: (readonly [item: number, room: number])[] = [];
      const priority = compiled(String(candidate.values.priority));
      const bins = packed(hasInputs ? noting(priority, calls) : priority, items);
      const least = Math.ceil(items.reduce((sum, item) => sum + item, 0) / capacity);
      return Promise.resolve({
        score: least / new Set(bins).size,
        metrics: {},
        feedback: "",
        output: bins.join(),
        ...(hasInputs ? { inputs: { priority: calls.slice(-3) } } : {}),
        console: [],
        durationMs: 0,
      });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

type Priority = (item: number, room: number) => number;

/** A priority that notes its first 64 calls, of which a real run keeps the last three. */
function noting(priority: Priority, calls: (readonly [number, number])[]): Priority {
  return (item, room) => {
    if (calls.length < 64) calls.push([item, room]);
    return priority(item, room);
  };
}

/** The bin of each item, as the quickstart chooses it. */
function packed(priority: Priority, items: Instance): readonly number[] {
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
function fewer(source: string, some: readonly Instance[]): number {
  const count = (code: string) =>
    some.reduce((sum, items) => sum + new Set(packed(compiled(code), items)).size, 0);
  return 1 - count(source) / count(bestFit);
}

/** The instances of the quickstart. */
function instancesOf(seed: number | string): Readonly<Record<Split, readonly Instance[]>> {
  const { examples } = quickstart;
  if (typeof examples !== "function") throw new TypeError("The quickstart draws no instances");
  const splits = examples(randomFrom(seedOf(seed, "examples")));
  // as: the quickstart's instances are lists of numbers.
  const itemsOf = (split: Split) =>
    (splits as Splits)[split]?.map(({ input }) => input as Instance) ?? [];
  return { train: itemsOf("train"), validation: itemsOf("validation"), test: itemsOf("test") };
}

type Splits = Partial<Record<Split, readonly { readonly input: unknown }[]>>;

function percent(share: number): string {
  return (100 * share).toFixed(2);
}
