/**
 * Decides whose turn it is in a hybrid of model and search: by what each brought for its cost.
 *
 * @module
 */
import type { ProposeContext } from "../problem/proposer.ts";
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
  /** Source of the last answer; null before the first one. */
  readonly last: HybridSource | null;
  /** Source whose turn the last step was: the search may have answered in place of the model, or the model for want of numbers. */
  readonly turn: HybridSource;
  /** Source whose turn the next step is. */
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
  turn: "model",
  next: "model",
  between: 0,
  pause: 1,
};

/** The place of an ask in its step, and the trials of the previous step. */
type Asked = Pick<ProposeContext, "ask" | "previous">;

/** The turns with the trials of the last one in the account of its source; the first ask of a step books them. */
export function credited(turns: HybridTurns, { ask = 0, previous: trials }: Asked): HybridTurns {
  const { last, accounts } = turns;
  if (last === null || ask > 0) return turns;
  const account = accounts[last];
  const gains = trials.map((trial) => trial === null ? 0 : gainOf(trial));
  const evaluations = trials.reduce(
    (sum, trial) => sum + Object.keys(trial?.scores ?? {}).length,
    0,
  );
  const calls = last === "model" ? Math.max(1, trials.length) : 0;
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

/** The source whose turn an ask is: all asks of a step were counted for the same one. */
export function turnOf({ turn, next }: HybridTurns, { ask = 0 }: Pick<Asked, "ask">): HybridSource {
  return ask === 0 ? next : turn;
}

/** The turns after an answer of a source. @param isLost whether the model was asked and gave no answer */
export function turnTaken(
  turns: HybridTurns,
  source: HybridSource,
  { ask = 0, isLost }: Pick<Asked, "ask"> & { readonly isLost: boolean },
): HybridTurns {
  if (ask > 0 && !isLost) return { ...turns, last: source }; // the first ask took the turn
  const turn = turnOf(turns, { ask });
  const between = source === "model" || isLost ? 0 : turns.between + 1;
  const pause = pauseAfter(source, { pause: turns.pause, isLost });
  const { model } = turns.accounts;
  const accounts = isLost
    ? { ...turns.accounts, model: { ...model, spent: model.spent + evaluationsOfCall } }
    : turns.accounts;
  const next = nextSource(accounts, { between, pause });
  return { accounts, last: source, turn, between, pause, next };
}

/** A lost answer doubles the pause; an answer of the model ends it. */
function pauseAfter(
  source: HybridSource,
  { pause, isLost }: Pick<HybridTurns, "pause"> & { readonly isLost: boolean },
): number {
  if (isLost) return Math.min(2 * pause, maxBetween);
  return source === "model" ? 1 : pause;
}

/**
 * The search has the turns of the pause. Then the source that brought more for its cost has the next one, on a tie the model.
 * After `maxBetween` turns of the search the model has one in any case.
 */
function nextSource(
  { model, search }: HybridTurns["accounts"],
  { between, pause }: Pick<HybridTurns, "between" | "pause">,
): HybridSource {
  if (between < pause) return "search";
  if (between >= maxBetween) return "model";
  return search.brought * model.spent > model.brought * search.spent ? "search" : "model";
}
