/**
 * The search on choices: modules that each have one right option of several; evaluations until all are right.
 *
 * @module
 */
import {
  type Choices,
  drawRight,
  firstChoices,
  namesOf,
  optionsOf,
  secondChoices,
} from "../../examples/modules/modules.ts";
import type { ParameterState, Values } from "../../src/problem/problem.ts";
import { searchProposer } from "../../src/search/search_proposer.ts";
import { randomFrom, seedOf } from "../../src/seeds.ts";
import { toyRun } from "../../src/testing/toy_run.ts";
import type { Family, FamilyOptions } from "./family.ts";
import { valuesEvaluator } from "./values_evaluator.ts";

/** Most evaluations of a run. */
const limit = 1_000;

/** Evaluations of others: a (1+1) climber that accepts equals, and TPE; measured on one plateau, shown at both. */
const anchors: Readonly<Record<string, readonly [climber: string, tpe: string]>> = {
  "4 modules of 5, share of right ones": ["31", "33–49"],
  "4 modules of 5, 0.25 from two right ones on": ["96", "39–70"],
  "4 modules of 5, 0.25 when the first two are right": ["96", "39–70"],
};

/** The benchmarks of the first set, or of the second. */
export const choices: Family = {
  name: "choices",
  async *lines({ seeds, only, isSecond }: FamilyOptions) {
    yield `| evaluations: median (least to most) | ${
      forms.map(({ name }) => name).join(" | ")
    } | (1+1), equals accepted | TPE |`;
    yield `| --- | ${forms.map(() => "---").join(" | ")} | --- | --- |`;
    for (const benchmark of isSecond ? secondChoices : firstChoices) {
      if (!benchmark.name.includes(only)) continue;
      const cells: string[] = [];
      for (const form of forms) {
        const counts: number[] = [];
        for (const seed of seeds) counts.push(await evaluationsTo(benchmark, form, seed));
        const sorted = counts.toSorted((one, other) => one === other ? 0 : one - other);
        cells.push(`${sorted[sorted.length >> 1]} (${sorted[0]} to ${sorted.at(-1)})`);
      }
      const { name } = benchmark;
      const [climber, tpe] = anchors[name] ?? ["–", "–"];
      yield `| ${[name, ...cells, climber, tpe].join(" | ")} |`;
    }
  },
};

/** How the modules are given to the search. */
interface Form {
  readonly name: string;
  readonly parameters: (
    names: readonly string[],
    options: readonly string[],
  ) => readonly ParameterState[];
  readonly modulesOf: (values: Values, names: readonly string[]) => readonly unknown[];
}

const choiceOf = (options: readonly string[]) => ({ type: "string", enum: options });

const whole = { name: "modules", kind: "value" } as const;

const forms: readonly Form[] = [
  {
    name: "separate parameters",
    parameters: (names, options) =>
      names.map((name) => ({
        ...{ name, kind: "value", type: "string", value: options[0] },
        jsonSchema: choiceOf(options),
      })),
    modulesOf: (values, names) => names.map((name) => values[name]),
  },
  {
    name: "one record",
    parameters: (names, options) => [{
      ...whole,
      type: "record",
      value: Object.fromEntries(names.map((name) => [name, options[0]])),
      jsonSchema: {
        type: "object",
        properties: Object.fromEntries(names.map((name) => [name, choiceOf(options)])),
        required: names,
      },
    }],
    modulesOf: ({ modules }, names) => names.map((name) => Reflect.get(Object(modules), name)),
  },
  {
    name: "one array",
    parameters: (names, options) => [{
      ...whole,
      type: "array",
      value: names.map(() => options[0]),
      jsonSchema: {
        ...{ type: "array", items: choiceOf(options) },
        ...{ minItems: names.length, maxItems: names.length },
      },
    }],
    modulesOf: ({ modules }) => Array.isArray(modules) ? modules : [],
  },
];

/** Evaluations until all modules are right; infinite when they never are. */
async function evaluationsTo(
  benchmark: Choices,
  { parameters, modulesOf }: Form,
  seed: number,
): Promise<number> {
  const names = namesOf(benchmark);
  const right = drawRight(benchmark, randomFrom(seedOf(seed, "modules")));
  const run = toyRun({
    evaluator: valuesEvaluator({
      parameters: parameters(names, optionsOf(benchmark)),
      score: (values) =>
        benchmark.score(modulesOf(values, names).map((option, place) => option === right[place])),
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
