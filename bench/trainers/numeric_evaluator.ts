/**
 * Small numeric problems, evaluated in this process.
 *
 * @module
 */
import type { Evaluator, Report, TaskFacts } from "../../src/trainer/evaluator.ts";
import { randomFrom, seedOf } from "../../src/seeds.ts";

/** A problem in numbers from -5 to 5, each beginning at 0. */
export interface NumericProblem {
  readonly name: string;
  /** Number of parameters. */
  readonly size: number;
  readonly examples: TaskFacts["examples"];
  readonly metrics?: NonNullable<TaskFacts["metrics"]>;
  /** Score and metrics of the numbers on an example, which draws its own data from the random numbers. */
  judge(
    numbers: readonly number[],
    random: () => number,
    index: number,
  ): Pick<Report, "score" | "metrics">;
}

const jsonSchema = { type: "number", minimum: -5, maximum: 5 };

/** An evaluator of a numeric problem; it needs no sandbox. */
export function numericEvaluator(
  { name, size, examples, metrics, judge }: NumericProblem,
): Evaluator {
  const names = Array.from({ length: size }, (_, place) => `x${place}`);
  return {
    facts: () =>
      Promise.resolve({
        name,
        objective: "Find the numbers.",
        parameters: names.map((name) => ({
          name,
          kind: "value" as const,
          type: "number",
          value: 0,
          jsonSchema,
        })),
        examples,
        ...(metrics === undefined ? {} : { metrics }),
      }),
    validate: (candidate, changed) =>
      Promise.resolve({
        rejections: [],
        values: Object.fromEntries(changed.map((name) => [name, candidate.values[name]])),
      }),
    evaluate({ candidate, seed, example: { split, index } }) {
      const numbers = names.map((name) => Number(candidate.values[name]));
      const judged = judge(numbers, randomFrom(seedOf(seed, name, split, index)), index);
      return Promise.resolve({
        ...judged,
        feedback: "",
        output: JSON.stringify(numbers),
        console: [],
        durationMs: 0,
      });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
