/**
 * The search on functions of numbers: what it reaches after some evaluations, beside what others reach.
 *
 * @module
 */
import { toyRun } from "../../src/testing/toy_run.ts";
import { searchProposer } from "../../src/search/search_proposer.ts";
import type { Evaluator, TaskFacts } from "../../src/trainer/evaluator.ts";
import type { Values } from "../../src/problem/problem.ts";
import type { Family, FamilyOptions } from "./family.ts";
import { type Benchmark, firstSet, type NumberFunction, secondSet } from "./functions.ts";

/** Evaluations after which a run is measured. */
const allCounts = [500, 2_000, 10_000];

/** Where each number begins. */
const start = -2;

/** How the numbers are given to the search. */
type Form = "separate parameters" | "one array";

const forms: readonly Form[] = ["separate parameters", "one array"];

/**
 * Medians of three seeds, of other shifts and rotations of the same functions: CMA-ES (pycma) and differential evolution
 * (scipy) with their defaults.
 */
const anchors: Readonly<Record<string, readonly [cmaEs: string, evolution: string]>> = {
  "sphere 10": [".03 / 1e-12 / 6e-15", "20 / .75 / 2e-5"],
  "Rosenbrock 5": ["3.6 / 2e-6 / 2e-15", "34 / 4.9 / 2e-6"],
  "Rosenbrock 10": ["17 / 3.7 / 3e-14", "5400 / 200 / 5.4"],
  "Rosenbrock 20": ["600 / 17 / 3.8", "56k / 14k / 600"],
  "ellipsoid 10, rotated": ["677 / .17 / 7e-15", "1267 / 426 / 30"],
  "Rastrigin 10": ["60 / 13 / 11", "88 / 47 / 32"],
  "Rastrigin 10, rotated": ["52 / 11 / 9.9", "82 / 53 / 42"],
};

/** The functions of the first set, or of the second. */
export const numbers: Family = {
  name: "numbers",
  async *lines({ seeds, only, most, isSecond }: FamilyOptions) {
    const counts = allCounts.filter((count) => count <= most);
    const last = Math.max(...counts);
    yield `| after ${counts.join(" / ")} | ${forms.join(" | ")} | CMA-ES | DE | ms an evaluation |`;
    yield `| --- | --- | --- | --- | --- | --- |`;
    for (const benchmark of isSecond ? secondSet : firstSet) {
      if (!benchmark.name.includes(only)) continue;
      const cells: string[] = [];
      let ms = 0;
      for (const form of forms) {
        const runs: (readonly number[])[] = [];
        for (const seed of seeds) {
          const begin = performance.now();
          runs.push(await reached(benchmark, { form, seed, counts }));
          ms += performance.now() - begin;
        }
        cells.push(
          counts.map((_, place) => short(median(runs.map((run) => run[place]!)))).join(" / "),
        );
      }
      const each = ms / (forms.length * seeds.length * last);
      const beside = anchors[benchmark.name] ?? ["–", "–"];
      yield `| ${[benchmark.name, ...cells, ...beside, each.toFixed(3)].join(" | ")} |`;
    }
  },
};

/** The least value of the function after each of the counts. */
async function reached(
  { size, make }: Benchmark,
  { form, seed, counts }: {
    readonly form: Form;
    readonly seed: number;
    readonly counts: readonly number[];
  },
): Promise<readonly number[]> {
  const last = Math.max(...counts);
  let [evaluations, least] = [0, Infinity];
  const reached: number[] = [];
  const judge = make(seed);
  const evaluator = evaluatorOf(size, form, (x) => {
    const value = judge(x);
    least = Math.min(least, value);
    evaluations++;
    if (counts.includes(evaluations)) reached.push(least);
    return value;
  });
  const run = toyRun({
    evaluator,
    optimizer: searchProposer(),
    trainer: "racing",
    seed,
    steps: last,
    concurrency: 1,
    budget: { evaluations: last },
  });
  await run.result;
  return counts.map((_, place) => reached[place] ?? least);
}

/** An evaluator in this process: the score is the negative value of the function. */
function evaluatorOf(size: number, form: Form, judge: NumberFunction): Evaluator {
  const number = { type: "number", minimum: -5, maximum: 5 };
  const names = Array.from({ length: size }, (_, place) => `x${place}`);
  const parameters: TaskFacts["parameters"] = form === "one array"
    ? [{
      name: "x",
      kind: "value",
      type: "array",
      value: names.map(() => start),
      jsonSchema: { type: "array", items: number, minItems: size, maxItems: size },
    }]
    : names.map((name) => ({
      name,
      kind: "value",
      type: "number",
      value: start,
      jsonSchema: number,
    }));
  const numbersIn = (values: Values) =>
    form === "one array"
      ? values.x as readonly number[]
      : names.map((name) => Number(values[name])); // as: by its schema
  return {
    facts: () =>
      Promise.resolve({
        name: "function",
        objective: "Find the numbers.",
        parameters,
        examples: { train: 1, validation: 0, test: 0 },
      }),
    validate: (candidate, changed) =>
      Promise.resolve({
        rejections: [],
        values: Object.fromEntries(changed.map((name) => [name, candidate.values[name]])),
      }),
    evaluate({ candidate }) {
      const score = -judge(numbersIn(candidate.values));
      const report = { score, feedback: "", output: "", console: [], durationMs: 0 };
      return Promise.resolve({ ...report, metrics: {} });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[sorted.length >> 1] ?? NaN;
}

function short(value: number): string {
  return value >= 0.01 && value < 1e4
    ? String(Number(value.toPrecision(2)))
    : value.toExponential(0);
}
