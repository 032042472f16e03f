/**
 * The search where guides say more than a score: evaluations until the target is reached.
 *
 * @module
 */
import type { Values } from "../../src/problem/problem.ts";
import { searchProposer } from "../../src/search/search_proposer.ts";
import { randomFrom, seedOf } from "../../src/seeds.ts";
import { toyRun } from "../../src/testing/toy_run.ts";
import type { Family, FamilyOptions } from "./family.ts";
import { firstJudged, type JudgedBenchmark, secondJudged } from "./judged_problems.ts";
import { valuesEvaluator } from "./values_evaluator.ts";

/** The benchmarks of the first set, or of the second. */
export const words: Family = {
  name: "words",
  async *lines({ seeds, only, most, isSecond }: FamilyOptions) {
    yield "| evaluations: median (least to most) | as said | the same without words |";
    yield "| --- | --- | --- |";
    for (const benchmark of isSecond ? secondJudged : firstJudged) {
      if (!benchmark.name.includes(only)) continue;
      const cells: string[] = [];
      for (const isHeard of [true, false]) {
        const counts: number[] = [];
        for (const seed of seeds) {
          counts.push(await evaluationsTo(benchmark, { isHeard, seed, most }));
        }
        const sorted = counts.toSorted((one, other) => one === other ? 0 : one - other);
        cells.push(`${sorted[sorted.length >> 1]} (${sorted[0]} to ${sorted.at(-1)})`);
      }
      yield `| ${[benchmark.name, ...cells].join(" | ")} |`;
    }
  },
};

/** Evaluations until the target is reached; infinite when it never is. */
async function evaluationsTo(
  { name, target, make }: JudgedBenchmark,
  { isHeard, seed, most }: {
    readonly isHeard: boolean;
    readonly seed: number;
    readonly most: number;
  },
): Promise<number> {
  const { examples, bounds, start, judge } = make(randomFrom(seedOf(seed, name)));
  const numbersOf = (values: Values) => bounds.map((_, place) => Number(values[`number${place}`]));
  const run = toyRun({
    evaluator: valuesEvaluator({
      parameters: bounds.map(([minimum, maximum], place) => ({
        ...{ name: `number${place}`, kind: "value", type: "number" },
        value: start[place]!, // !: one for each
        jsonSchema: { type: "number", minimum, maximum },
      })),
      examples,
      score: (values, example) => judge(numbersOf(values), example).score,
      ...(isHeard
        ? { feedback: (values, example) => judge(numbersOf(values), example).feedback }
        : {}),
    }),
    optimizer: searchProposer(),
    trainer: "racing",
    seed,
    steps: most,
    target,
    budget: { evaluations: most },
  });
  const { stopReason, evaluations } = await run.result;
  return stopReason === "target" ? evaluations : Infinity;
}
