/**
 * Decides whose turn it is in a hybrid of model and search: by what each brought for its cost.
 *
 * @module
 */
import { type Account, booked, emptyAccount, nextArm } from "../problem/allocation.ts";
import type { ProposeContext } from "../problem/proposer.ts";

/** The two that propose: the model the form, the search its constants and choices. */
export type HybridSource = "model" | "search";

/** The turns so far, as plain data. */
export interface HybridTurns {
  /** What each gained and spent. */
  readonly accounts: Readonly<Record<HybridSource, Account>>;
  /** Source of the last answer; null before the first one. */
  readonly last: HybridSource | null;
  /** Source whose turn the last step was: the search may have answered in place of the model, or the model for want of numbers. */
  readonly turn: HybridSource;
  /** Source whose turn the next step is. */
  readonly next: HybridSource;
  /** Turns of the search since the model was asked. */
  readonly between: number;
  /** Least turns of the search before the model is asked again; they double with each lost answer. */
  readonly pause: number;
}

/** Most turns of the search between two of the model. */
const maxBetween = 8;

/** Before the first turn: the model's. */
export const firstTurns: HybridTurns = {
  accounts: { model: emptyAccount, search: emptyAccount },
  last: null,
  turn: "model",
  next: "model",
  between: 0,
  pause: 1,
};

/** The place of an ask in its step, and the trials of the previous step. */
type Asked = Pick<ProposeContext, "ask" | "previous">;

/** The turns with the trials of the last one in the account of its source; the first ask of a step books them. */
export function credited(turns: HybridTurns, { ask = 0, previous }: Asked): HybridTurns {
  const { last } = turns;
  if (last === null || ask > 0) return turns;
  const trials = previous.filter((trial) => trial !== null);
  const evaluations = trials.reduce((sum, { scores }) => sum + Object.keys(scores).length, 0);
  const isGain = trials.some(({ isAccepted }) => isAccepted);
  return withBooking(turns, last, { evaluations, isGain });
}

/** The turns with one of a source in its account. */
function withBooking(
  { accounts, ...turns }: HybridTurns,
  source: HybridSource,
  { evaluations, isGain }: { readonly evaluations: number; readonly isGain: boolean },
): HybridTurns {
  // The search spends no tokens, so the model's share is the whole, whatever their number.
  const tokens = source === "model" ? 1 : 0;
  const turn = source === "model" ? 0 : 1;
  const step = { turn, evaluations, tokens, gain: isGain ? 1 : 0 };
  const [model, search] = booked([accounts.model, accounts.search], step);
  return { ...turns, accounts: { model: model!, search: search! } }; // one for each
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
  const { accounts } = isLost
    ? withBooking(turns, "model", { evaluations: 0, isGain: false })
    : turns;
  const between = source === "model" || isLost ? 0 : turns.between + 1;
  const pause = pauseAfter(source, { pause: turns.pause, isLost });
  const isModels = between >= pause &&
    (between >= maxBetween || nextArm([accounts.model, accounts.search]) === 0);
  return { accounts, last: source, turn, next: isModels ? "model" : "search", between, pause };
}

/** A lost answer doubles the pause; an answer of the model ends it. */
function pauseAfter(
  source: HybridSource,
  { pause, isLost }: Pick<HybridTurns, "pause"> & { readonly isLost: boolean },
): number {
  if (isLost) return Math.min(2 * pause, maxBetween);
  return source === "model" ? 1 : pause;
}
