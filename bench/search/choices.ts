/**
 * The search on choices: modules that each have one right option of several, in real runs whose evaluator is in this process.
 *
 * @module
 */
import type { ParameterState, Values } from "../../src/problem/problem.ts";
import { randomFrom, seedOf } from "../../src/seeds.ts";
import { toyRun } from "../../src/testing/toy_run.ts";
import { searchProposer } from "../../src/search/search_proposer.ts";
import { valuesEvaluator } from "./values_evaluator.ts";

/** Modules, and the options of each. */
const modules = 4;
const options = ["a", "b", "c", "d", "e"];

/** Most evaluations of a run: more than there are combinations. */
const limit = 1_000;

/** A way of scoring from the modules that are right. */
interface Scoring {
  readonly name: string;
  /** Score of a candidate, 1 at best, from whether each module is right. */
  readonly score: (right: readonly boolean[]) => number;
}

const countOf = (right: readonly boolean[]) => right.filter((each) => each).length;

const scorings: readonly Scoring[] = [
  { name: "share of right ones", score: (right) => countOf(right) / modules },
  {
    name: "plateau: 0.25 from two right ones on",
    score: (right) => countOf(right) === modules ? 1 : countOf(right) >= 2 ? 0.25 : 0,
  },
  {
    name: "plateau: 0.25 when the first two are right",
    score: (right) => countOf(right) === modules ? 1 : right[0] && right[1] ? 0.25 : 0,
  },
];

const choice = { type: "string", enum: options };
const names = Array.from({ length: modules }, (_, place) => `module${place}`);
const [start = ""] = options;

/** A form in which the modules are parameters. */
interface Form {
  readonly name: string;
  readonly parameters: readonly ParameterState[];
  readonly modulesOf: (values: Values) => readonly unknown[];
}

const value = { name: "modules", kind: "value" as const };

const forms: readonly Form[] = [
  {
    name: "four parameters",
    parameters: names.map((name) => ({
      ...{ name, kind: "value", type: "string", value: start, jsonSchema: choice },
    })),
    modulesOf: (values) => names.map((name) => values[name]),
  },
  {
    name: "one record",
    parameters: [{
      ...value,
      type: "record",
      value: Object.fromEntries(names.map((name) => [name, start])),
      jsonSchema: {
        type: "object",
        properties: Object.fromEntries(names.map((name) => [name, choice])),
        required: names,
      },
    }],
    modulesOf: ({ modules }) => Object.values(Object(modules)),
  },
  {
    name: "one array",
    parameters: [{
      ...value,
      type: "array",
      value: names.map(() => start),
      jsonSchema: { type: "array", items: choice, minItems: modules, maxItems: modules },
    }],
    modulesOf: ({ modules }) => Object.values(Object(modules)),
  },
];

/** Evaluations until all modules are right; infinite when they never are. */
async function evaluationsTo(
  { score }: Scoring,
  { parameters, modulesOf }: Form,
  seed: number,
): Promise<number> {
  const random = randomFrom(seedOf(seed, "modules"));
  const right = names.map(() => options[1 + Math.floor(random() * (options.length - 1))]);
  const run = toyRun({
    evaluator: valuesEvaluator({
      parameters,
      score: (values) => score(modulesOf(values).map((module, place) => module === right[place])),
    }),
    optimizer: searchProposer(),
    trainer: "racing",
    seed,
    steps: limit,
    target: 1,
    budget: { evaluations: limit },
  });
  const { stopReason, evaluations } = await run.result;
  return stopReason === "target" ? evaluations : Infinity;
}

/** Evaluations to the best combination, in a table: the median of the seeds, with the least and the greatest. */
export async function choicesTable(seeds: readonly number[]): Promise<string> {
  const lines = [
    `${modules} modules of ${options.length} options, evaluations until all are right (${seeds.length} seeds)`,
    "",
    `| score | ${forms.map(({ name }) => name).join(" | ")} |`,
    `| --- | ${forms.map(() => "---:").join(" | ")} |`,
  ];
  for (const scoring of scorings) {
    const cells: string[] = [];
    for (const form of forms) {
      const counts: number[] = [];
      for (const seed of seeds) counts.push(await evaluationsTo(scoring, form, seed));
      const sorted = counts.toSorted((one, other) => one - other);
      cells.push(`${sorted[sorted.length >> 1]} (${sorted[0]} to ${sorted.at(-1)})`);
    }
    lines.push(`| ${scoring.name} | ${cells.join(" | ")} |`);
  }
  return lines.join("\n");
}

if (import.meta.main) {
  const [count = "15", first = "1"] = Deno.args;
  const seeds = Array.from({ length: Number(count) }, (_, place) => Number(first) + place);
  console.log(await choicesTable(seeds));
}
