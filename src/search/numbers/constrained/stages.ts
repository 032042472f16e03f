/**
 * The stages of the constrained arm: what follows from the trials of one.
 *
 * @module
 */
import type { Trial } from "../../../problem/trial.ts";
import { packed, packedShort, unpacked, unpackedShort } from "../packed.ts";
import { type Base, type ConstrainedState, lackOf, meritOf, priceOf } from "./constrained_state.ts";
import { measuredIn } from "./measured.ts";
import { nextStep, spansWith } from "./next_step.ts";
import {
  afterTaken,
  packedKnown,
  unpackedKnown,
  withMeasured,
  withoutDrawn,
} from "./known_slopes.ts";
import {
  measuredNumbers,
  movedTogether,
  nearNumbers,
  packedSlopes,
  slopesFrom,
  type SlopesRequest,
  unpackedSlopes,
} from "./slopes.ts";
import { alongStep, dependenceOf, shares, slopesAt, type View } from "./stage_points.ts";

/** How far a coordinate moves at most in the first step, in all, and in the last one; the range between two bounds is 1. */
export const firstReach = 0.05;
const mostReach = 0.2;
const leastReach = 1e-9;

/** Rise of the merit, as a share of the score and its span, that means nothing. */
const leastRise = 1e-11;

/** Distance from the margin at which constraints count as broken. */
const leastLack = 1e-8;

/** Most steps from a start. */
const maxSteps = 100;

/** Searches without a better end after which one starts anywhere. */
const maxFruitless = 100;

/** How many times as much as the next step promises a search can still be behind. */
const hopelessShare = 10;

/** Most that breaking a constraint costs, as a share of the score's span. */
const mostWeight = 1e4;

/** The state after the trials of its stage. */
export function afterTrials(
  state: ConstrainedState,
  trials: readonly (Trial | null)[],
  view: View,
): ConstrainedState {
  switch (state.stage) {
    case "start":
      return afterStart(state, trials, view);
    case "slopes":
      return afterSlopes(state, trials, view);
    case "step":
      return afterStep(state, trials, view);
    default:
      return state.stage satisfies never;
  }
}

/** The base at a place. */
export function baseAt(vector: Float64Array, measured: Float64Array, { score }: Trial): Base {
  return { vector: packed(vector), measured: packed(measured), known: "", score };
}

/** What a trial measured, where it tells as many slacks as the base. */
function comparable(trial: Trial | null | undefined, { base }: ConstrainedState) {
  const measured = trial && measuredIn(trial);
  return measured && measured.length === unpacked(base!.measured).length ? measured : null; // set with the first start
}

function afterStart(
  state: ConstrainedState,
  [trial]: readonly (Trial | null)[],
  view: View,
): ConstrainedState {
  const measured = comparable(trial, state);
  if (!measured) return { ...ended(state, null), isIdle: state.fruitless >= maxFruitless };
  const vector = unpacked(state.vector);
  const base = { ...baseAt(vector, measured, trial!), known: knownBeside(state, vector, view) }; // it was measured
  return towards(
    { ...state, base, reach: firstReach, steps: 0, isWhole: false, isFresh: false },
    view,
  );
}

/** Slopes at a start: those of the best end that do not depend on what was drawn anew. */
function knownBeside(
  { best, dependence }: ConstrainedState,
  vector: Float64Array,
  { frame }: View,
): string {
  if (best === null) return "";
  const from = unpacked(best.vector);
  const drawn = new Set(vector.keys().filter((place) => vector[place] !== from[place]));
  const known = unpackedKnown(best.known, dependenceOf(dependence, frame));
  return packedKnown(withoutDrawn(known, drawn));
}

/** The state before the slopes at its base that are not known, or the step from there. */
function towards(state: ConstrainedState, view: View): ConstrainedState {
  const request = slopesAt(state, state.base!, view); // set with the first start
  const wanted = movedTogether(request).length;
  if (wanted === 0) return stepping(state, request, view);
  return { ...state, stage: "slopes", wanted, told: 0, vector: "", slopes: "" };
}

function afterSlopes(
  state: ConstrainedState,
  trials: readonly (Trial | null)[],
  view: View,
): ConstrainedState {
  const base = state.base!; // set with the first start
  const request = slopesAt(state, base, view);
  const together = movedTogether(request);
  const found = trials.flatMap((trial, at) => {
    const measured = comparable(trial, state);
    return measured ? slopesFrom(together[state.told + at] ?? [], measured, request) : [];
  });
  const told = state.told + trials.length;
  const slopes = [...unpackedSlopes(state.slopes), ...found];
  const dependence = request.dependence.bits.toBase64();
  if (told < state.wanted) return { ...state, told, dependence, slopes: packedSlopes(slopes) };
  if (slopes.length === 0) return { ...ended(state, base), isIdle: state.fruitless >= 2 };
  const spans = spansWith(request.spans, slopes);
  const numbers = measuredNumbers(request);
  const known = withMeasured(request.known, slopes, { numbers, dependence: request.dependence });
  const after = { ...state, dependence, spans: packedShort(spans), isFresh: true };
  return stepping(after, { ...request, spans, known }, view);
}

/** The state before the step that the slopes at its base promise most of. */
function stepping(state: ConstrainedState, request: SlopesRequest, view: View): ConstrainedState {
  const near = new Set(nearNumbers(request));
  const known = packedKnown(
    new Map(request.known.entries().filter(([number]) => near.has(number))),
  );
  const { step, promised } = nextStep(request, state.weight);
  const after = { ...state, base: { ...state.base!, known }, promised }; // set with the first start
  if (promised <= meaningless(request.measured, request.spans)) return settled(after, view);
  if (isHopeless(after, request)) return ended(after, after.base);
  return {
    ...after,
    ...{ stage: "step", wanted: shares.length, told: 0, vector: packed(step), slopes: "" },
  };
}

/** Whether the step promises little beside what is missing to the best end: later steps promise less and less. */
function isHopeless({ best, promised }: ConstrainedState, { measured }: SlopesRequest): boolean {
  const [score] = measured; // without what broken constraints cost
  return best !== null && best.score! - score! > hopelessShare * promised; // !: of a trial with slacks
}

/** A rise of the merit that means nothing. */
function meaningless(measured: Float64Array, spans: Float64Array): number {
  return leastRise * (Math.abs(measured[0]!) + spans[0]!); // the score
}

function afterStep(
  state: ConstrainedState,
  trials: readonly (Trial | null)[],
  view: View,
): ConstrainedState {
  const base = state.base!; // set with the first start
  const [spans, before] = [unpackedShort(state.spans), unpacked(base.measured)];
  const price = priceOf(state, spans);
  const [best] = trials.flatMap((trial, at) => {
    const measured = comparable(trial, state);
    const share = shares[state.told + at]!; // one for each
    return measured
      ? [{ trial: trial!, share, measured, merit: meritOf(measured, spans, price) }]
      : [];
  }).sort((one, other) => other.merit - one.merit);
  const rise = (best?.merit ?? -Infinity) - meritOf(before, spans, price);
  const isUseless = best === undefined || rise <= meaningless(before, spans);
  const quality = isUseless ? 0 : rise / state.promised;
  // Slopes that promise too much are measured anew; where they had been, what depends on what may have changed.
  const isWhole = quality < 0.1 && state.isFresh;
  const hasDoubts = quality < 0.1 && !state.isFresh;
  if (isUseless) {
    const reach = hasDoubts ? state.reach : state.reach * shares[shares.length - 1]!; // the last was too long
    const known = hasDoubts ? "" : base.known;
    const after = { ...state, base: { ...base, known }, reach, steps: state.steps + 1, isWhole };
    return isOver(after) ? settled(after, view) : towards({ ...after, isFresh: false }, view);
  }
  const { share, measured, trial } = best;
  const factor = share < 1 ? 2 * share : quality > 0.7 ? 2 : quality < 0.3 ? 0.5 : 1;
  const vector = alongStep(state, view, share);
  const from = unpacked(base.vector);
  const step = vector.map((position, place) => position - from[place]!); // one for each
  const { known } = slopesAt(state, base, view);
  const corrected = hasDoubts
    ? ""
    : packedKnown(afterTaken(known, { step, before, after: measured }));
  const after = {
    ...state,
    base: { ...baseAt(vector, measured, trial), known: corrected },
    reach: Math.min(mostReach, state.reach * factor),
    steps: state.steps + 1,
    isWhole,
    isFresh: false,
  };
  return isOver(after) ? settled(after, view) : towards(after, view);
}

function isOver({ reach, steps }: ConstrainedState): boolean {
  return reach < leastReach || steps >= maxSteps;
}

/**
 * The state where no step helps: with slopes measured anew while a constraint is broken by a little, with a higher price while
 * one is broken by more, else at the end of the search.
 */
function settled(state: ConstrainedState, view: View): ConstrainedState {
  const base = state.base!; // set with the first start
  const measured = unpacked(base.measured);
  const spans = unpackedShort(state.spans);
  const isBroken = lackOf(measured, spans) > leastLack;
  if (state.steps >= maxSteps) return ended(state, base);
  const isInexact = !state.isFresh && measured.subarray(1).some((slack) => slack < 0);
  if (isInexact) return towards({ ...state, base: { ...base, known: "" } }, view);
  if (!isBroken || state.weight >= mostWeight) return ended(state, base);
  const again = { reach: firstReach, isWhole: state.isFresh, isFresh: false };
  return towards({ ...state, ...again, weight: state.weight * 10 }, view);
}

/** The state before the next start. */
function ended(state: ConstrainedState, end: Base | null): ConstrainedState {
  const { best, fruitless } = state;
  const [score, most] = [end?.score ?? -Infinity, best?.score ?? -Infinity];
  const isBetter = score - most > leastRise * Math.abs(score) || best === null && end !== null;
  const isLost = !isBetter && fruitless + 1 >= maxFruitless;
  return {
    ...state,
    ...{ stage: "start", wanted: 1, told: 0, vector: "", slopes: "" },
    best: isLost ? null : score >= most ? end : best,
    fruitless: isBetter || isLost ? 0 : fruitless + 1,
  };
}
