/**
 * A small separable CMA-ES (Ros and Hansen, 2008) as a proposer: its state is memory, its population grows when it stalls.
 *
 * @module
 */
import type { Proposer, Trial } from "@opto/opto/optimizer";

/** The whole state, as plain data. */
interface CmaState {
  readonly mean: readonly number[];
  readonly sigma: number;
  readonly variances: readonly number[];
  readonly population: number;
  readonly best: number;
  readonly stalls: number;
}

/** A proposer over number parameters. */
export function toyCmaEs(dimension: number, population = 8): Proposer<CmaState> {
  return {
    name: "toy-cma-es",
    initialMemory: {
      mean: new Array<number>(dimension).fill(0),
      sigma: 1.5,
      variances: new Array<number>(dimension).fill(1),
      population,
      best: -1e300,
      stalls: 0,
    },
    suggestionCount: ({ memory }) => memory.population,
    propose({ parameters }, { count, random, memory, previous, signal }) {
      signal?.throwIfAborted();
      const names = parameters.map(({ name }) => name);
      const tried = previous.filter((trial) => trial !== null);
      const state = tried.length < 2 ? memory : adapted(memory, tried, names);
      const proposals = Array.from({ length: count }, () => ({
        kind: "suggestion" as const,
        values: Object.fromEntries(names.map((name, place) => {
          const spread = state.sigma * Math.sqrt(state.variances[place] ?? 1);
          return [name, (state.mean[place] ?? 0) + spread * normal(random)];
        })),
        reasoning: `sampled with step size ${state.sigma.toPrecision(2)}`,
      }));
      return Promise.resolve({ kind: "several", proposals, memory: state });
    },
  };
}

/** The state after the trials of the last population. */
function adapted(state: CmaState, tried: readonly Trial[], names: readonly string[]): CmaState {
  const score = (trial: Trial) => trial.score ?? -Infinity;
  const ranked = tried.toSorted((one, other) => score(other) - score(one));
  const parents = ranked.slice(0, Math.max(1, ranked.length >> 1));
  const average = (of: (trial: Trial, place: number) => number) =>
    names.map((_, place) =>
      parents.reduce((sum, trial) => sum + of(trial, place), 0) / parents.length
    );
  const at = (trial: Trial, place: number) => Number(trial.values[names[place] ?? ""]);
  const mean = average(at);
  const spread = average((trial, place) =>
    ((at(trial, place) - (state.mean[place] ?? 0)) / state.sigma) ** 2
  );
  const best = score(ranked[0]!); // at least two were tried
  const isBetter = best > state.best;
  return {
    mean,
    sigma: state.sigma * (isBetter ? 1.05 : 0.75),
    variances: state.variances.map((old, place) => 0.7 * old + 0.3 * (spread[place] ?? 1)),
    population: isBetter ? state.population : Math.min(32, state.population + 2),
    best: Math.max(best, state.best),
    stalls: isBetter ? 0 : state.stalls + 1,
  };
}

/** A normal number (Box and Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
