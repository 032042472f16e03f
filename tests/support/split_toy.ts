/**
 * A toy problem whose examples need different things: even ones want one number, odd ones the other.
 *
 * @module
 */
import type { Proposer } from "../../src/problem/proposer.ts";
import { toyEvaluator, toyGoal } from "../../src/testing/toy_evaluator.ts";
import type { Evaluator } from "../../src/trainer/evaluator.ts";

/** An evaluator of x on even examples and of y on odd ones, both with the goal of the toy problem. */
export function splitEvaluator(sizes = { train: 6, validation: 4 }): Evaluator {
  const toy = toyEvaluator(sizes);
  return {
    ...toy,
    async evaluate(request) {
      const { x, y } = request.candidate.values;
      const isEven = request.example.index % 2 === 0;
      const distance = Math.abs(isEven ? Number(x) - toyGoal.x : Number(y) - toyGoal.y);
      const report = await toy.evaluate(request);
      return { ...report, score: 0 - distance, output: `${distance}`, metrics: {} };
    },
  };
}

/** Suggests these values at each ask, each as a proposal of its own. */
export function suggestingEach(all: readonly Readonly<Record<string, number>>[]): Proposer {
  return {
    name: "suggesting-each",
    suggestionCount: () => all.length,
    propose: () =>
      Promise.resolve({
        kind: "several",
        proposals: all.map((values) => ({ kind: "suggestion", values, reasoning: "" })),
      }),
  };
}
