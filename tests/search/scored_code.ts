/**
 * Trials of code with two numbers, for tests of arms that read the scores of single examples.
 *
 * @module
 */
import type { Values } from "../../src/problem/problem.ts";
import type { Trial } from "../../src/problem/trial.ts";

/** Code of `f` that returns an expression of `a` and `b`. */
export const code = (body: string) =>
  `function f(a: number, b: number): number {\n  return ${body};\n}`;

/** A trial of the code `f`, accepted at step 0. @param scoresOf the score of each example */
export function scoredTrial(
  values: Values,
  step: number,
  scoresOf: (f: (a: number, b: number) => number) => readonly number[],
): Trial {
  const source = String(values.f).replaceAll(": number", "");
  const all = scoresOf(new Function(`return (${source})`)());
  return {
    ...{ step, values, feedback: "", isAccepted: step === 0 },
    score: all.reduce((sum, each) => sum + each, 0) / all.length,
    scores: Object.fromEntries(all.map((each, place) => [`train/${place}`, each])),
  };
}
