/**
 * A proposer without a model that moves one number by a seeded amount; some moves are refused, some change no
 * value.
 *
 * @module
 */
import type { Problem } from "../problem/problem.ts";
import type { Proposal } from "../problem/proposal.ts";
import type { ProposeContext, Proposer } from "../problem/proposer.ts";

/** A seeded random walk; about one answer in ten is "nothing", one in ten unusable, one in five out of range. */
export function steppingProposer(options: { readonly count?: number } = {}): Proposer {
  return {
    name: "stepping",
    suggestionCount: () => options.count ?? 3,
    propose(problem, context) {
      const proposals = Array.from({ length: context.count }, () => draw(problem, context));
      return Promise.resolve({ kind: "several", proposals });
    },
  };
}

function draw(problem: Problem, { random, repair }: ProposeContext): Proposal {
  const draw = random();
  if (draw < 0.1) return { kind: "nothing", reasoning: "content" };
  if (draw < 0.2) return { kind: "unusable", reason: "no idea", text: "?" };
  const parameter = problem.parameters[random() < 0.5 ? 0 : 1]!; // the toy evaluator has two
  const size = draw < 0.4 && repair === undefined ? 1000 : 4;
  const value = Number(parameter.value) + Math.round((random() - 0.5) * size * 4) / 4;
  return { kind: "suggestion", values: { [parameter.name]: value }, reasoning: "a step" };
}
