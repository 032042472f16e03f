/**
 * Credits operators by what their candidates brought, and draws the next ones by that.
 *
 * (Adaptive operator selection by probability matching: Goldberg, 1990; Fialho, Da Costa, Schoenauer and Sebag, 2010.)
 *
 * @module
 */
import { pickWeighted, type Random } from "../draw.ts";
import { type OperatorName, operatorShares } from "../code_operators.ts";

/** Candidates of an operator and those that were gains; earlier ones count less. */
export interface Credit {
  readonly uses: number;
  readonly gains: number;
}

/** The credits of the operators that were used. */
export type Credits = Readonly<Partial<Record<OperatorName, Credit>>>;

/** Share of earlier uses in a credit after a new generation. */
const memory = 0.95;

/** Uses and gains that an operator begins with. */
const begin: Credit = { uses: 10, gains: 1 };

/** Share of all draws that follow the shares at the beginning, so that no operator is lost. */
const floor = 0.3;

/** Credits after a generation. */
export function credited(
  credits: Credits,
  uses: readonly { readonly operators: readonly OperatorName[]; readonly isGain: boolean }[],
): Credits {
  const next: Partial<Record<OperatorName, Credit>> = {};
  for (const [name, { uses, gains }] of entriesOf(credits)) {
    next[name] = { uses: rounded(uses * memory), gains: rounded(gains * memory) };
  }
  for (const { operators, isGain } of uses) {
    for (const name of new Set(operators)) {
      const { uses, gains } = next[name] ?? { uses: 0, gains: 0 };
      next[name] = { uses: uses + 1, gains: gains + (isGain ? 1 : 0) };
    }
  }
  return next;
}

/** One of the operators, by credit. */
export function drawOperator(
  random: Random,
  credits: Credits,
  names: readonly OperatorName[],
): OperatorName {
  const rate = (name: OperatorName): number => {
    const { uses, gains } = credits[name] ?? { uses: 0, gains: 0 };
    return (gains + begin.gains) / (uses + begin.uses);
  };
  const share = (weigh: (name: OperatorName) => number) => {
    const all = names.reduce((sum, name) => sum + weigh(name), 0);
    return (name: OperatorName) => weigh(name) / all;
  };
  const [first, earned] = [
    share((name) => operatorShares[name]),
    share((name) => operatorShares[name] * rate(name)),
  ];
  const weighted = names.map((name) => ({
    name,
    weight: floor * first(name) + (1 - floor) * earned(name),
  }));
  return pickWeighted(random, weighted)?.name ?? names[0]!; // there is one
}

function entriesOf(credits: Credits): readonly [OperatorName, Credit][] {
  return Object.entries(credits) as [OperatorName, Credit][]; // as: the keys of the record
}

/** Few digits are enough, and make a small state. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
