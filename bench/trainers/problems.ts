/**
 * The problems on which trainers are compared.
 *
 * @module
 */
import type { NumericProblem } from "./numeric_evaluator.ts";

const goals = [1.3, -2.1, 3.4, -0.7, 2.2, -3.3];

/** A function with many local optima (Rastrigin), whose examples weigh its four numbers differently. */
export const manyPeaks: NumericProblem = {
  name: "many peaks",
  size: 4,
  examples: { train: 8, validation: 8, test: 0 },
  judge(numbers, random) {
    const losses = numbers.map((number, place) => {
      const distance = number - (goals[place] ?? 0);
      return (0.5 + random()) * (distance ** 2 + 3 * (1 - Math.cos(2 * Math.PI * distance)));
    });
    return { score: -losses.reduce((sum, loss) => sum + loss, 0), metrics: {} };
  },
};

/** A score that rises with the reach of three numbers, each at a cost; the metric is the cost. */
export const tradeOff: NumericProblem = {
  name: "trade-off",
  size: 3,
  examples: { train: 6, validation: 6, test: 0 },
  metrics: { cost: "lower" },
  judge(numbers, random) {
    const parts = numbers.map((number, place) => {
      const weight = 0.5 + random();
      return weight * Math.exp(-((number - (goals[place] ?? 0)) ** 2) / 4);
    });
    const cost = numbers.reduce((sum, number, place) => sum + (place + 1) * Math.abs(number), 0);
    return { score: parts.reduce((sum, part) => sum + part, 0), metrics: { cost } };
  },
};

/** Number of skills in the problem for a model. */
export const skillCount = 6;

/** Examples of six kinds, each of which needs another number to be right; the score is 1 when it is. */
export const skills: NumericProblem = {
  name: "skills",
  size: skillCount,
  examples: { train: 12, validation: 12, test: 0 },
  judge(numbers, _random, index) {
    const kind = index % skillCount;
    const distance = Math.abs((numbers[kind] ?? 0) - Math.round(goals[kind] ?? 0));
    return { score: Math.max(0, 1 - distance / 4), metrics: { kind } };
  },
};
