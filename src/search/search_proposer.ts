/**
 * The built-in search as a proposer: better values by measured score alone, without a language model.
 *
 * @module
 */
import type { Problem, Values } from "../problem/problem.ts";
import type { Answer } from "../problem/proposal.ts";
import type { ProposeContext, Proposer } from "../problem/proposer.ts";
import { maxTrials } from "../problem/trial.ts";
import { evolve } from "./evolution/evolve.ts";
import { isMutable } from "./values/mutate_value.ts";

/** Settings of the search. */
export interface SearchOptions {
  /** Candidates proposed in one step. @default 48 */
  readonly proposalsPerStep?: number;
  /** Longest code, in characters beyond the one it started from. @default 400 */
  readonly maxGrowth?: number;
  /** Whether code keeps its form: only its numbers and operators vary. @default false */
  readonly isTuned?: boolean;
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
 * import { searchProposer } from "@opto/opto/search";
 * import { proposeContext } from "@opto/opto/testing";
 *
 * const search = searchProposer({ proposalsPerStep: 8 });
 * const answer = await search.propose({
 *   objective: "Find the best number.",
 *   parameters: [{ name: "x", kind: "value", type: "number", value: 0.5 }],
 *   feedback: { graph: { version: 1, nodes: [] }, outputs: [] },
 * }, proposeContext({ count: 4 }));
 * if (answer.kind === "several") console.log(answer.proposals.length);
 * ```
 */
export function searchProposer(options: SearchOptions = {}): Proposer {
  const { proposalsPerStep = 48, maxGrowth = 400, isTuned = false } = options;
  return {
    name: "search",
    suggestionCount: () => proposalsPerStep,
    canChange: ({ kind, value, jsonSchema = {} }) =>
      kind === "code" || isMutable(value, jsonSchema),
    async propose({ parameters }: Problem, context: ProposeContext): Promise<Answer> {
      const current = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
      const { count, random, signal } = context;
      const history = context.history.latest(maxTrials);
      const { population } = context.history;
      const children = await evolve({
        count,
        parameters,
        current,
        history,
        population,
        random,
        maxGrowth,
        isTuned,
        signal,
      });
      if (children.length === 0) {
        const reasoning = "Every variation that was drawn had been tried before.";
        return { kind: "nothing", reasoning };
      }
      const proposals = children.map(({ values, reasoning }) => ({
        kind: "suggestion" as const,
        values: difference(values, current),
        reasoning,
      }));
      return { kind: "several", proposals };
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
