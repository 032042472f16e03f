/**
 * A proposer without a model that moves one number by a seeded amount; some moves are refused, some change nothing.
 *
 * @module
 */
import type { Proposer } from "../../src/problem/proposer.ts";

export function steppingProposer(options: { readonly proposalsPerStep?: number } = {}): Proposer {
  return {
    name: "stepping",
    needsTrace: false,
    proposalsPerStep: options.proposalsPerStep ?? 3,
    propose(problem, { random, refused }) {
      const draw = random();
      if (draw < 0.1) return Promise.resolve({ kind: "nothing", reasoning: "content" });
      if (draw < 0.2) return Promise.resolve({ kind: "unusable", reason: "no idea", text: "?" });
      const parameter = problem.parameters[random() < 0.5 ? 0 : 1]!; // the fake task has two
      const size = draw < 0.4 && refused === undefined ? 1000 : 4;
      const value = Number(parameter.value) + Math.round((random() - 0.5) * size * 4) / 4;
      return Promise.resolve({
        kind: "suggestion",
        values: { [parameter.name]: value },
        reasoning: "a step",
      });
    },
  };
}
