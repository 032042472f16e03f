/**
 * The built-in search: better values by measured score alone, without a language model.
 *
 * @module
 */
import type { Problem, Proposal, ProposeContext, Proposer } from "../problem/proposer.ts";
import { candidateKey } from "./evolution/candidate_key.ts";
import type { Random } from "./draw.ts";
import { type Standing, standingsOf } from "./evolution/standings.ts";
import { type Values, vary } from "./evolution/vary.ts";

/** How the search goes about it. */
export interface SearchOptions {
  /** Candidates proposed in one step. @default 48 */
  readonly proposalsPerStep?: number;
  /** Longest code, in characters beyond the one it started from. @default 400 */
  readonly maxGrowth?: number;
}

/** As many of the best as code is bred from. */
const fieldSize = 40;

/** As many of the best as numbers are bred from; they also tell how far numbers lie apart. */
const eliteCount = 16;

/** How often a draw that comes to nothing new is made again. */
const maxDraws = 40;

/**
 * An evolutionary search over numbers, choices and code.
 *
 * Each proposal varies one of the best candidates of the history. Numbers move within their schema, choices change, and code
 * is varied on its syntax tree, in the author's own text. It depends on problem, history and random source alone.
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
      const { ranked, tried } = standingsOf(context.history);
      const elites = ranked.slice(0, eliteCount);
      // Numbers have slopes to climb; code has few, and a poorer piece of it may hold the part that a good one wants.
      const hasCode = problem.parameters.some(({ kind }) => kind === "code");
      const field = hasCode ? ranked.slice(0, fieldSize) : elites;
      const current = Object.fromEntries(
        problem.parameters.map(({ name, value }) => [name, value]),
      );
      for (let draw = 0; draw < maxDraws; draw++) {
        const parent = pickRanked(context.random, field)?.values ?? current;
        const { values, reasoning } = await vary({
          parameters: problem.parameters,
          parent,
          partner: pickRanked(context.random, field)?.values ?? current,
          elites: elites.map(({ values }) => values),
          random: context.random,
          maxGrowth,
        });
        const key = candidateKey(values);
        if (tried.has(key) || key === candidateKey(current)) continue;
        return { kind: "suggestion", values: difference(values, current), reasoning };
      }
      return {
        kind: "nothing",
        reasoning: "Every variation that was drawn had been tried before.",
      };
    },
  };
}

/**
 * One of the candidates by rank: the first as likely as one of the next two, or of the four after them.
 *
 * Most draws are near the top, yet many others may be taken up again, so that no local best is the end of it.
 */
function pickRanked(random: Random, ranked: readonly Standing[]): Standing | undefined {
  return ranked[Math.floor(ranked.length ** random()) - 1];
}

function difference(values: Values, current: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) =>
      JSON.stringify(value) !== JSON.stringify(current[name])
    ),
  );
}
