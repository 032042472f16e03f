/**
 * The built-in search as a proposer: better values by measured score alone, without a language model.
 *
 * @module
 */
import type { Problem, Proposal, ProposeContext, Proposer } from "../problem/proposer.ts";
import { evolve } from "./evolution/evolve.ts";
import type { Values } from "./evolution/vary.ts";

/** Settings of the search. */
export interface SearchOptions {
  /** Candidates proposed in one step. @default 48 */
  readonly proposalsPerStep?: number;
  /** Longest code, in characters beyond the one it started from. @default 400 */
  readonly maxGrowth?: number;
}

/**
 * An evolutionary search over numbers, choices and code.
 *
 * Each proposal varies one of the best candidates of the history. Numbers move within their schema, choices change, and code
 * is varied on its syntax tree, while the rest of the author's text stays. Proposals depend on problem, history and
 * random source alone.
 *
 * @example
 * ```ts
 * import { searchProposer } from "@opto/opto";
 *
 * const search = searchProposer({ proposalsPerStep: 8 });
 * const proposal = await search.propose({
 *   objective: "Find the best number.",
 *   parameters: [{ name: "x", kind: "value", type: "number", value: 0.5 }],
 *   feedback: { graph: { version: 1, nodes: [] }, outputs: [] },
 * }, { random: () => 0.25, history: [] });
 * if (proposal.kind === "suggestion") console.log(proposal.values.x);
 * ```
 */
export function searchProposer(options: SearchOptions = {}): Proposer {
  const { proposalsPerStep = 48, maxGrowth = 400 } = options;
  return {
    name: "search",
    needsTrace: false,
    proposalsPerStep,
    async propose(problem: Problem, context: ProposeContext): Promise<Proposal> {
      context.signal?.throwIfAborted();
      const { parameters } = problem;
      const current = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
      const { history, random } = context;
      const child = await evolve({ parameters, current, history, random, maxGrowth });
      return child
        ? {
          kind: "suggestion",
          values: difference(child.values, current),
          reasoning: child.reasoning,
        }
        : { kind: "nothing", reasoning: "Every variation that was drawn had been tried before." };
    },
  };
}

function difference(values: Values, current: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) =>
      JSON.stringify(value) !== JSON.stringify(current[name])
    ),
  );
}
