/**
 * Moves a budget to what works: chooses the arm of the next step by its gains for what it spent.
 *
 * (A bandit on success for cost, with the bound of UCB1, Auer, Cesa-Bianchi and Fischer, 2002. Earlier steps count less, since
 * what works changes in a run.)
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

/** The account of one arm; all of its numbers shrink with each of its steps. */
export interface Account extends Spending {
  /** Steps that it had. */
  readonly steps: number;
  /** Steps of them that gained something. */
  readonly gains: number;
}

/** The account of an arm without a step. */
export const emptyAccount: Account = { steps: 0, gains: 0, evaluations: 0, tokens: 0 };

/** Share of earlier steps in an account after a new one. */
const memory = 0.9;

/** An account after a step. */
export function booked(
  account: Account,
  { evaluations, tokens }: Spending,
  isGain: boolean,
): Account {
  return {
    steps: account.steps * memory + 1,
    gains: account.gains * memory + (isGain ? 1 : 0),
    evaluations: account.evaluations * memory + evaluations,
    tokens: account.tokens * memory + tokens,
  };
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
  const most = Math.max(...yields);
  const bounds = accounts.map(({ steps }, place) =>
    share(yields[place] ?? 0, most) + Math.sqrt(Math.log(all.steps) / (2 * steps))
  );
  return bounds.indexOf(Math.max(...bounds));
}
