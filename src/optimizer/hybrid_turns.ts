/**
 * Decides whose turn it is in a hybrid of model and search: by what each brought for its cost.
 *
 * @module
 */
import type { Trial } from "../problem/trial.ts";

/** The two that propose: the model the form, the search its constants and choices. */
export type HybridSource = "model" | "search";

/** What one of them brought and cost; older turns count less. */
export interface HybridAccount {
  /** Improvements of the current candidate, in units of the score. */
  readonly brought: number;
  /** Evaluations; a call of the model counts as some. */
  readonly spent: number;
}

/** The turns so far, as plain data. */
export interface HybridTurns {
  /** By source. */
  readonly accounts: Readonly<Record<HybridSource, HybridAccount>>;
  /** Who proposed last; null before the first turn. */
  readonly last: HybridSource | null;
  /** Who proposes next. */
  readonly next: HybridSource;
  /** Turns of the search since the model's last turn. */
  readonly between: number;
  /** Least turns of the search before the model's next; they double with each lost answer. */
  readonly pause: number;
}

/** Evaluations that count as one call, as runs with a model have it by default. */
const evaluationsOfCall = 100;

/** Weight of a turn after the next one of the same source. */
const decay = 0.8;

/** Most turns of the search between two of the model. */
const maxBetween = 8;

const nothing: HybridAccount = { brought: 0, spent: 0 };

/** Before the first turn: the model's. */
export const firstTurns: HybridTurns = {
  accounts: { model: nothing, search: nothing },
  last: null,
  next: "model",
  between: 0,
  pause: 1,
};

/** The turns with the trials of the last one in the account of its source. */
export function credited(turns: HybridTurns, trials: readonly (Trial | null)[]): HybridTurns {
  const { last, accounts } = turns;
  if (last === null) return turns;
  const account = accounts[last];
  const gains = trials.map((trial) => trial === null ? 0 : gainOf(trial));
  const evaluations = trials.reduce(
    (sum, trial) => sum + Object.keys(trial?.scores ?? {}).length,
    0,
  );
  const calls = last === "model" ? 1 : 0;
  const fresh = {
    brought: decay * account.brought + Math.max(0, ...gains),
    spent: decay * account.spent + evaluations + calls * evaluationsOfCall,
  };
  return { ...turns, accounts: { ...accounts, [last]: fresh } };
}

/** How much an accepted trial improved on the candidate it replaced. */
function gainOf({ isAccepted, comparison }: Trial): number {
  if (!isAccepted || comparison === undefined) return 0;
  const { score, otherScore } = comparison;
  return score === null || otherScore === null ? 0 : score - otherScore;
}

/** The turns after one of a source. @param isLost whether the model was asked and gave no answer */
export function turnTaken(
  turns: HybridTurns,
  source: HybridSource,
  { isLost }: { readonly isLost: boolean },
): HybridTurns {
  const between = source === "model" || isLost ? 0 : turns.between + 1;
  const pause = isLost
    ? Math.min(2 * turns.pause, maxBetween)
    : source === "model"
    ? 1
    : turns.pause;
  const { model } = turns.accounts;
  const accounts = isLost
    ? { ...turns.accounts, model: { ...model, spent: model.spent + evaluationsOfCall } }
    : turns.accounts;
  const next = nextSource(accounts, { between, pause });
  return { accounts, last: source, between, pause, next };
}

/** The search until the pause ends, then who brought more for its cost, at last the model; the model where neither did. */
function nextSource(
  { model, search }: HybridTurns["accounts"],
  { between, pause }: Pick<HybridTurns, "between" | "pause">,
): HybridSource {
  if (between < pause) return "search";
  if (between >= maxBetween) return "model";
  return search.brought * model.spent > model.brought * search.spent ? "search" : "model";
}
