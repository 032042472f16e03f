/**
 * Moves a budget to what works: chooses the arm of the next step by its gains for what it spent.
 *
 * (A bandit on gain for cost, with the bound of UCB1, Auer, Cesa-Bianchi and Fischer, 2002. Earlier steps of all arms count less,
 * since what works changes in a run: discounted UCB, Garivier and Moulines, 2011.)
 *
 * @module
 */
/** Spending in numbers that do not depend on time. */
export interface Spending {
  /** Evaluations: pairs of a candidate and an example. */
  readonly evaluations: number;
  /** Tokens of prompts and answers. */
  readonly tokens: number;
}

/** The account of one arm; all of its numbers shrink with each step of any arm. */
export interface Account extends Spending {
  /** Steps that it had. */
  readonly steps: number;
  /** The sum of their gains, of which each is between 0 and 1. */
  readonly gains: number;
}

/** The account of an arm without a step. */
export const emptyAccount: Account = { steps: 0, gains: 0, evaluations: 0, tokens: 0 };

/** Share of an earlier step in an account after a new one. */
const memory = 0.9;

/** The yield, in gains for the cost of a usual step, below which arms count as equal. */
const leastYield = 0.02;

/** A step of an arm. */
export interface ArmStep extends Spending {
  /** Place of the arm among the accounts. */
  readonly turn: number;
  /** How much it gained: 0 for nothing, 1 for a success. */
  readonly gain: number;
}

/** The accounts after a step. */
export function booked(
  accounts: readonly Account[],
  { turn, gain, evaluations, tokens }: ArmStep,
): readonly Account[] {
  return accounts.map((account, place) => {
    const isOwn = place === turn;
    return {
      steps: account.steps * memory + (isOwn ? 1 : 0),
      gains: account.gains * memory + (isOwn ? gain : 0),
      evaluations: account.evaluations * memory + (isOwn ? evaluations : 0),
      tokens: account.tokens * memory + (isOwn ? tokens : 0),
    };
  });
}

/**
 * The arm of the next step: each without a step first, then that with the highest bound. Evaluations and tokens weigh as
 * shares of what all arms spent, so that neither needs a price.
 */
export function nextArm(accounts: readonly Account[]): number {
  const fresh = accounts.findIndex(({ steps }) => steps === 0);
  if (fresh >= 0) return fresh;
  const sum = (of: (account: Account) => number) =>
    accounts.reduce((sum, account) => sum + of(account), 0);
  const all = {
    evaluations: sum(({ evaluations }) => evaluations),
    tokens: sum(({ tokens }) => tokens),
    steps: sum(({ steps }) => steps),
  };
  const share = (part: number, whole: number) => whole > 0 ? part / whole : 0;
  const yields = accounts.map(({ gains, evaluations, tokens }) => {
    const cost = share(evaluations, all.evaluations) + share(tokens, all.tokens);
    return cost > 0 ? gains / cost : gains;
  });
  const most = Math.max(leastYield * all.steps, ...yields);
  const bounds = accounts.map(({ steps }, place) =>
    share(yields[place] ?? 0, most) + Math.sqrt(Math.log(Math.max(1, all.steps)) / (2 * steps))
  );
  return bounds.indexOf(Math.max(...bounds));
}
