/**
 * The arm for scores under constraints whose slacks a guide tells: sequential linear programming on finite differences, from
 * many starts.
 *
 * Where constraints meet, the score alone has edges, along which neither slopes nor distributions lead. With each constraint's
 * own slope a linear program finds the corner, usually in ten steps.
 *
 * @module
 */
import type { Trial } from "../../../problem/trial.ts";
import type { Arm, Generation, GenerationRequest, Scene, Variation } from "../../arm.ts";
import {
  boundsOf,
  type Frame,
  frameOf,
  hasNumbers,
  unitsOf,
  valuesAt,
  vectorOf,
} from "../coordinates.ts";
import { packed, packedShort, unpacked, unpackedShort } from "../packed.ts";
import { type Base, type ConstrainedState, lackOf, meritOf, priceOf } from "./constrained_state.ts";
import { type Dependence, noDependence } from "./dependence.ts";
import { anyStart, startBeside } from "./fresh_start.ts";
import { currentTrial, measuredIn } from "./measured.ts";
import { nextStep, spansWith } from "./next_step.ts";
import { movedAt, movedTogether, type Slope, slopesFrom, type SlopesRequest } from "./slopes.ts";

/** Shares of the step that are tried together. */
const shares = [1, 0.25, 0.06];

/** How far a coordinate moves at most in the first step, in all, and in the last one; the range between two bounds is 1. */
const firstReach = 0.05;
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

/** Most that breaking a constraint costs, as a share of the score's span. */
const mostWeight = 1e4;

/** Sequential linear programming on all numbers of a candidate that have no steps of their own. */
export const constrained: Arm<ConstrainedState | null> = {
  name: "constrained",
  initialState: null,
  canChange: hasNumbers,
  size(scene, state) {
    const { frame, free } = viewOf(scene, state);
    if (state === null || state.shape !== frame.shape) {
      return firstBase(scene, frame) === null ? 0 : free.length;
    }
    return state.isIdle ? 0 : state.wanted - state.told;
  },
  isOpen: (state) => state !== null && state.stage !== "start",
  ask,
  tell,
};

interface View {
  readonly frame: Frame;
  /** Places of the coordinates without steps. */
  readonly free: readonly number[];
}

function viewOf({ parameters, current }: Scene, state: ConstrainedState | null): View {
  const frame = frameOf(parameters, current, state?.units);
  const free = frame.coordinates.flatMap(({ step }, place) => step === 0 ? [place] : []);
  return { frame, free };
}

/** The candidate that was accepted last, if its slacks are known and it differs in numbers alone. */
function firstBase({ history, parameters }: Scene, frame: Frame): Base | null {
  const current = currentTrial(history);
  if (current === null) return null;
  const { trial, measured } = current;
  if (frameOf(parameters, trial.values).shape !== frame.shape) return null;
  return baseAt(vectorOf(trial.values, frame), measured, trial);
}

function baseAt(vector: Float64Array, measured: Float64Array, { score }: Trial): Base {
  return { vector: packed(vector), measured: packed(measured), score };
}

function ask(
  request: GenerationRequest<ConstrainedState | null>,
): Promise<Generation<ConstrainedState | null>> {
  const { current, count } = request;
  const { frame, free } = viewOf(request, request.state);
  let state = request.state?.shape === frame.shape
    ? request.state
    : begun(request, { frame, free });
  if (state === null || state.isIdle) return Promise.resolve({ children: [], state });
  if (state.stage === "start" && state.vector === "") {
    const vector = startOf(state, { frame, free }, request);
    state = { ...state, vector: packed(vector) };
  }
  const children = pointsOf(state, { frame, free })
    .slice(state.told, state.told + count)
    .map((point): Variation => ({
      values: valuesAt(current, frame, point),
      reasoning: reasonings[state.stage],
    }));
  return Promise.resolve({ children, state });
}

/** Where the next search starts: beside the best end, or anywhere. */
function startOf(
  { best, base, dependence }: ConstrainedState,
  { frame, free }: View,
  { random }: GenerationRequest<unknown>,
): Float64Array {
  const options = { coordinates: frame.coordinates, free, random };
  const { vector, measured } = best ?? base!; // set with the first start
  if (best === null) return anyStart(unpacked(vector), options);
  return startBeside(unpacked(vector), {
    ...options,
    dependence: dependenceOf(dependence, frame),
    measured: unpacked(measured).length,
  });
}

function dependenceOf(bits: string, { coordinates }: Frame): Dependence {
  return { bits: Uint8Array.fromBase64(bits), width: coordinates.length };
}

const reasonings = {
  start: "numbers drawn anew, to search from there",
  slopes: "numbers moved a little, to learn the slopes of score and constraints",
  step: "the numbers moved to where constraints meet",
};

/** The state before the first slopes. */
function begun(scene: Scene, { frame, free }: View): ConstrainedState | null {
  const base = firstBase(scene, frame);
  if (base === null) return null;
  const { length } = unpacked(base.measured);
  return {
    ...{ shape: frame.shape, units: unitsOf(frame), stage: "slopes", wanted: free.length, told: 0 },
    ...{ vector: "", base, reach: firstReach, steps: 0 },
    dependence: noDependence(length, frame.coordinates.length).bits.toBase64(),
    ...{ isWhole: true, slopes: "", spans: packedShort(new Float64Array(length)), promised: 0 },
    ...{ weight: 1, best: null, fruitless: 0, isIdle: false },
  };
}

/** All candidates of the stage. */
function pointsOf(state: ConstrainedState, view: View) {
  const exact = new Float64Array(view.frame.coordinates.length);
  switch (state.stage) {
    case "start":
      return [{ vector: unpacked(state.vector), grain: exact }];
    case "slopes": {
      const request = slopesAt(state, state.base!, view); // set with the first start
      return movedTogether(request).map((places) => movedAt(places, request));
    }
    case "step":
      return shares.map((share) => ({ vector: alongStep(state, view, share), grain: exact }));
    default:
      return state.stage satisfies never;
  }
}

/** The place after a share of the step, within the bounds. */
function alongStep({ base, vector }: ConstrainedState, { frame }: View, share: number) {
  const step = unpacked(vector);
  return unpacked(base!.vector).map((position, place) => {
    const [least, most] = boundsOf(frame.coordinates[place]!); // here and below: one for each
    return Math.min(most, Math.max(least, position + share * step[place]!));
  });
}

function slopesAt(state: ConstrainedState, base: Base, { frame, free }: View): SlopesRequest {
  const { isWhole, reach } = state;
  return {
    ...{ frame, free, isWhole, reach },
    base: unpacked(base.vector),
    measured: unpacked(base.measured),
    dependence: dependenceOf(state.dependence, frame),
    spans: unpackedShort(state.spans),
  };
}

function tell(
  state: ConstrainedState | null,
  trials: readonly (Trial | null)[],
  scene: Scene,
): ConstrainedState | null {
  if (state === null || trials.length === 0) return state;
  const view = viewOf(scene, state);
  if (view.frame.shape !== state.shape) return null;
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
  const base = baseAt(unpacked(state.vector), measured, trial!); // it was measured
  return towards({ ...state, base, reach: firstReach, steps: 0, isWhole: false }, view);
}

/** The state before the slopes at its base. */
function towards(state: ConstrainedState, view: View): ConstrainedState {
  const wanted = movedTogether(slopesAt(state, state.base!, view)).length; // set with the first start
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
  const { step, promised } = nextStep(slopes, { ...request, spans }, state.weight);
  const after = { ...state, dependence, spans: packedShort(spans), promised };
  if (promised <= meaningless(request.measured, spans)) return settled(after, view);
  return {
    ...after,
    ...{ stage: "step", wanted: shares.length, told: 0, vector: packed(step), slopes: "" },
  };
}

/** A rise of the merit that means nothing. */
function meaningless(measured: Float64Array, spans: Float64Array): number {
  return leastRise * (Math.abs(measured[0]!) + spans[0]!); // the score
}

function packedSlopes(slopes: readonly Slope[]): string {
  return packed(slopes.flatMap(({ number, place, slope }) => [number, place, slope]));
}

function unpackedSlopes(text: string): readonly Slope[] {
  const numbers = unpacked(text);
  return Array.from({ length: numbers.length / 3 }, (_, at) => ({
    number: numbers[3 * at]!, // here and below: three for each
    place: numbers[3 * at + 1]!,
    slope: numbers[3 * at + 2]!,
  }));
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
  if (best === undefined || rise <= meaningless(before, spans)) {
    const reach = state.reach * shares[shares.length - 1]!; // the last was too long
    const after = { ...state, reach, steps: state.steps + 1, isWhole: true };
    return isOver(after) ? settled(after, view) : towards(after, view);
  }
  const { share, measured, trial } = best;
  const quality = rise / state.promised;
  const factor = share < 1 ? 2 * share : quality > 0.7 ? 2 : quality < 0.3 ? 0.5 : 1;
  const after = {
    ...state,
    base: baseAt(alongStep(state, view, share), measured, trial),
    reach: Math.min(mostReach, state.reach * factor),
    steps: state.steps + 1,
    isWhole: quality < 0.1,
  };
  return isOver(after) ? settled(after, view) : towards(after, view);
}

function isOver({ reach, steps }: ConstrainedState): boolean {
  return reach < leastReach || steps >= maxSteps;
}

/** The state where no step helps: with a higher price while a constraint is broken, else at the end of the search. */
function settled(state: ConstrainedState, view: View): ConstrainedState {
  const base = state.base!; // set with the first start
  const measured = unpacked(base.measured);
  const isBroken = lackOf(measured, unpackedShort(state.spans)) > leastLack;
  if (!isBroken || state.weight >= mostWeight || state.steps >= maxSteps) return ended(state, base);
  return towards({ ...state, weight: state.weight * 10, reach: firstReach, isWhole: true }, view);
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
