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
import { type Frame, frameOf, hasNumbers, unitsOf, valuesAt, vectorOf } from "../coordinates.ts";
import { packed, packedShort, unpacked } from "../packed.ts";
import type { Base, ConstrainedState } from "./constrained_state.ts";
import { noDependence } from "./dependence.ts";
import { anyStart, startBeside } from "./fresh_start.ts";
import { currentTrial } from "./measured.ts";
import { dependenceOf, pointsOf, shares, type View, viewOf } from "./stage_points.ts";
import { afterTrials, baseAt, firstReach } from "./stages.ts";

/** Searches in a row that bring nothing better, after which other arms may have their turn. */
const searchesOfTurn = 10;

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
    return state.isIdle ? 0 : Math.max(free.length, shares.length); // those of any stage, in one generation
  },
  isOpen: (state) =>
    state !== null && !state.isIdle &&
    (state.stage !== "start" || state.fruitless % searchesOfTurn !== 0),
  ask,
  tell,
};

/** The candidate that was accepted last, if its slacks are known and it differs in numbers alone. */
function firstBase({ history, parameters }: Scene, frame: Frame): Base | null {
  const current = currentTrial(history);
  if (current === null) return null;
  const { trial, measured } = current;
  if (frameOf(parameters, trial.values).shape !== frame.shape) return null;
  return baseAt(vectorOf(trial.values, frame), measured, trial);
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
    ...{
      isWhole: true,
      isFresh: false,
      slopes: "",
      spans: packedShort(new Float64Array(length)),
      promised: 0,
    },
    ...{ weight: 1, best: null, fruitless: 0, isIdle: false },
  };
}

function tell(
  state: ConstrainedState | null,
  trials: readonly (Trial | null)[],
  scene: Scene,
): ConstrainedState | null {
  if (state === null || trials.length === 0) return state;
  const view = viewOf(scene, state);
  return view.frame.shape === state.shape ? afterTrials(state, trials, view) : null;
}
