/**
 * Methods that choose the options of four modules, by the share of runs that found the right combination of 625. Each of three
 * scores tells something else: how many modules are right; 0.25 when any two are; 0.25 when the first two are.
 *
 * All see the score alone. For methods on a box an option is the whole part of a number.
 */
import { examplesOf } from "../../src/task/examples.ts";
import type { Experiment, Method } from "../../tools/experiment/experiment.ts";
import { paperMethods } from "../../tools/experiment/methods.ts";
import type { NumericMethod, NumericProblem } from "../../tools/experiment/numeric.ts";
import { randomSearch } from "../../tools/experiment/numeric/random_search.ts";
import { numericMethod } from "../../tools/experiment/numeric_method.ts";
import { optimizedMethod } from "../../tools/experiment/optimized_method.ts";
import { climber } from "./climber.ts";
import { type Choices, firstChoices, optionsOf } from "./modules.ts";
import { modulesTask } from "./task.ts";

const isRight = (score: number) => score === 1 ? 1 : 0;

/** All methods on a score. */
function methodsOn(name: string, choices: Choices): Readonly<Record<string, Method>> {
  const task = modulesTask(choices);
  const options = optionsOf(choices);

  async function problemOf(seed: number): Promise<NumericProblem> {
    const { train: [example] } = await examplesOf(task, { seed });
    const right = example!.expected as readonly string[]; // !, as: the one example of the task
    return {
      bounds: right.map(() => [0, options.length]),
      start: right.map(() => 0),
      loss(point) {
        const chosen = point.map((value) =>
          options[Math.min(options.length - 1, Math.floor(value))]
        );
        return 1 - choices.score(right.map((option, place) => option === chosen[place]));
      },
    };
  }

  const numeric = (method: NumericMethod) =>
    numericMethod(method, problemOf, { value: (loss) => isRight(1 - loss) });
  const run = { task, settings: { target: 1 }, measure: { value: isRight } } as const;
  const methods: Readonly<Record<string, Method>> = {
    ...paperMethods({ ...run, seeds: [1, 2, 3] }),
    search: optimizedMethod({ ...run, optimizer: "search" }),
    "hill climbing": numeric(climber),
    "random search": numeric(randomSearch),
  };
  return Object.fromEntries(
    Object.entries(methods).map(([method, each]) => [`${name}-${method}`, each]),
  );
}

const [share, anyTwo, firstTwo] = firstChoices as [Choices, Choices, Choices]; // as: it has three

export default {
  title: "Modules: the right one of 625 combinations",
  unit: "share of runs that found it",
  isMaximized: true,
  axis: "evaluations",
  points: [0, 5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200],
  seeds: Array.from({ length: 30 }, (_, i) => i + 1),
  sources: ["climber.ts", "modules.ts"],
  methods: {
    ...methodsOn("share", share),
    ...methodsOn("any-two", anyTwo),
    ...methodsOn("first-two", firstTwo),
  },
} satisfies Experiment;
