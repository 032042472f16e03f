/**
 * The built-in search: better values by measured score alone, without a language model.
 *
 * @module
 */
import type { ParameterState, Problem, Proposal, ProposeContext, Proposer } from "../proposer.ts";
import { candidateKey } from "./candidate_key.ts";
import { mutateCode } from "./code/mutate_code.ts";
import { chance, pick, type Random } from "./draw.ts";
import { mutateValue } from "./mutate_value.ts";
import { type Standing, standingsOf } from "./standings.ts";

/** How the search goes about it. */
export interface SearchOptions {
  /** Candidates proposed in one step. @default 48 */
  readonly proposalsPerStep?: number;
  /** Longest code, in characters beyond the one it started from. @default 400 */
  readonly maxGrowth?: number;
}

/** As many of the best as tell how far numbers lie apart. */
const eliteCount = 24;

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
      const current = Object.fromEntries(
        problem.parameters.map(({ name, value }) => [name, value]),
      );
      for (let draw = 0; draw < maxDraws; draw++) {
        const parent = pickRanked(context.random, ranked)?.values ?? current;
        const { values, reasoning } = await vary({
          parameters: problem.parameters,
          parent,
          partner: pickRanked(context.random, ranked)?.values ?? current,
          elites: ranked.slice(0, eliteCount),
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
 * One of the candidates by rank: as likely among the first two as among the next four, or the eight after them.
 *
 * Most draws are near the top, yet all that was ever measured may be taken up again, which no local best can prevent.
 */
function pickRanked(random: Random, ranked: readonly Standing[]): Standing | undefined {
  return ranked[Math.floor(ranked.length ** random()) - 1];
}

type Values = Readonly<Record<string, unknown>>;

interface Varying {
  readonly parameters: readonly ParameterState[];
  readonly parent: Values;
  readonly partner: Values;
  readonly elites: readonly Standing[];
  readonly random: Random;
  readonly maxGrowth: number;
}

/** A child of `parent` that differs from it in one parameter at least. */
async function vary(varying: Varying): Promise<{ values: Values; reasoning: string }> {
  const { parameters, parent, partner, elites, random } = varying;
  const values: Record<string, unknown> = { ...parent };
  const reasons: string[] = [];
  const share = Math.max(1 / parameters.length, 0.25);
  const chosen = parameters.filter(() => chance(random, share));
  const first = pick(random, parameters);
  for (const parameter of chosen.length > 0 || !first ? chosen : [first]) {
    const { name, kind } = parameter;
    if (parameters.length > 1 && chance(random, 0.15)) {
      values[name] = partner[name];
      reasons.push(`${name}: taken over from another candidate`);
    } else if (kind === "code") {
      reasons.push(`${name}: ${await varyCode(parameter, values, varying)}`);
    } else {
      const others = elites.map((elite) => elite.values[name]);
      values[name] = mutateValue(values[name], {
        schema: parameter.jsonSchema ?? {},
        others,
        random,
      });
      reasons.push(`${name}: moved`);
    }
  }
  return { values, reasoning: reasons.join("; ") };
}

async function varyCode(
  { name, value }: ParameterState,
  values: Record<string, unknown>,
  { partner, random, maxGrowth }: Varying,
): Promise<string> {
  const source = String(values[name]);
  const mutated = await mutateCode(source, {
    partner: String(partner[name]),
    random,
    maxLength: Math.max(String(value).length, source.length) + maxGrowth,
  });
  if (!mutated) return "unchanged";
  values[name] = mutated.source;
  return mutated.steps.join(", ");
}

function difference(values: Values, current: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) =>
      JSON.stringify(value) !== JSON.stringify(current[name])
    ),
  );
}
