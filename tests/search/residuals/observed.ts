/** Candidates of two numbers with feedback, for tests of what is read from it. */
import { designOf } from "../../../src/search/residuals/linear_fit.ts";
import type { ExampleObservations } from "../../../src/search/residuals/neighbourhood.ts";
import { phrasesOf } from "../../../src/search/residuals/phrases.ts";
import { randomFrom, seedOf } from "../../../src/seeds.ts";

const random = randomFrom(seedOf(1, "observed"));

/** The vectors of forty candidates. */
export const vectors = Array.from({ length: 40 }, () => Float64Array.of(random(), random()));

/** What is said of a difference from the right output. */
export interface Said {
  readonly missing: number;
  readonly feedback?: string;
  readonly metrics?: Readonly<Record<string, number>>;
}

/** How far outputs of two examples are from right, for each candidate. */
export const differences = [
  ({ 0: x, 1: y }: Float64Array) => x! - 0.4 + 2 * (y! - 0.7), // here and below: two numbers
  ({ 0: x, 1: y }: Float64Array) => 3 * (x! - 0.4) - (y! - 0.7),
] as const;

/** Two examples as a guide would judge them. */
export function observed(judge: (difference: number, at: number) => Said): ExampleObservations[] {
  const design = designOf({ points: vectors, weights: vectors.map(() => 1) })!; // enough points
  return differences.map((differenceAt, example) => ({
    design,
    observations: vectors.map((vector, at) => {
      const { missing, feedback = "", metrics = {} } = judge(differenceAt(vector), at);
      return {
        ...{ example: `train/${example}`, step: at, vector, missing, metrics },
        phrases: phrasesOf(feedback),
      };
    }),
  }));
}
