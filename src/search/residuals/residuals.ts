/**
 * The arm that learns from single examples how far each output is from right, and on which side: least squares on all numbers of a
 * candidate together.
 *
 * What tells the distance and the side is found in feedback, metrics and scores. No candidates are spent to learn slopes: lines
 * through the earlier ones tell how each distance changes with the numbers.
 *
 * (DUD: Ralston and Jennrich, "Dud, a derivative-free algorithm for nonlinear least squares", Technometrics, 1978.)
 *
 * @module
 */
import type { Trial } from "../../problem/trial.ts";
import type { Arm, Generation, GenerationRequest, Scene } from "../arm.ts";
import { bestPossible } from "../best_possible.ts";
import { candidateKey } from "../evolution/candidate_key.ts";
import { frameOf, hasNumbers, unitsOf, valuesAt, vectorOf } from "../numbers/coordinates.ts";
import { rightPlaces } from "./right_places.ts";

/** The arm between two generations. */
export interface ResidualsState {
  /** Of the open numbers, as in a frame. */
  readonly units: readonly number[];
  /**
   * Generations that follow though the last one had no better score: each shows better where the sides meet. One that came nearer
   * to right is followed by as many again.
   */
  readonly left: number;
  /** The step of the last generation; 0 before one. */
  readonly last: number;
  /** Length of the last pause, in steps. */
  readonly pause: number;
  /** The step that ends it. */
  readonly wakesAt: number;
}

/** With more numbers a line takes more candidates than other arms need. */
const mostNumbers = 20;

/** Most candidates of a generation. */
const generation = 4;

/** Generations in a row where phrases tell the side. */
const turn = 5;

/** Pauses in steps: each is twice as long as the last one, until a generation brings something again. */
const [shortestPause, longestPause] = [1, 64];

/** What is rounded away of a step, as a share of it. */
const grain = 1e-4;

/** Least squares on what single examples miss. */
export const residuals: Arm<ResidualsState | null> = {
  name: "residuals",
  initialState: null,
  canChange: hasNumbers,
  size: (scene, state) => isAwake(scene, state) ? generation : 0,
  isOpen: (state) => state !== null && state.left > 0,
  isFavoured: () => true,
  ask,
  tell,
};

/** Whether there may be something to learn now. */
function isAwake(
  { parameters, current, history, population }: Scene,
  state: ResidualsState | null,
): boolean {
  const last = history.at(-1);
  if (last === undefined || population !== undefined) return false;
  if (state !== null && last.step < state.wakesAt) return false;
  const { length: count } = frameOf(parameters, current, state?.units).coordinates;
  return count > 0 && count <= mostNumbers && history.length > count + 3 && tellsMore(last);
}

/** Whether a trial tells more than one number. */
function tellsMore({ scores, feedbackByExample = {}, metrics = {} }: Trial): boolean {
  return [scores, feedbackByExample, metrics].some((each, at) =>
    Object.keys(each).length > (at === 0 ? 1 : 0)
  );
}

function ask(
  { signal, ...request }: GenerationRequest<ResidualsState | null>,
): Promise<Generation<ResidualsState | null>> {
  signal?.throwIfAborted();
  const { parameters, current, history, count } = request;
  const frame = frameOf(parameters, current, request.state?.units);
  const state = request.state ?? { units: unitsOf(frame), left: 0, last: 0, pause: 0, wakesAt: 0 };
  const from = vectorOf(current, frame);
  const { places, isTold, nearest } = rightPlaces(request, {
    frame,
    from,
    best: bestPossible(history),
  });
  const all = places.slice(0, count).map((vector) =>
    valuesAt(current, frame, {
      vector,
      grain: vector.map((position, at) => grain * Math.abs(position - from[at]!)), // !: as many
    })
  );
  const tried = new Set(history.map(({ values }) => candidateKey(values)));
  const fresh = new Map(all.map((values) => [candidateKey(values), values])).entries()
    .filter(([key]) => !tried.has(key));
  const children = Array.from(fresh, ([, values]) => ({
    values,
    reasoning: "all numbers by least squares on how far each example is from right",
  }));
  if (children.length === 0) return Promise.resolve({ children, state: resting(state, history) });
  const hasLed = isTold && nearest === state.last;
  const left = state.left > 0 && !hasLed ? state.left - 1 : isTold ? turn - 1 : 0;
  return Promise.resolve({ children, state: { ...state, left } });
}

function tell(
  state: ResidualsState | null,
  trials: readonly (Trial | null)[],
  { history }: Scene,
): ResidualsState | null {
  if (state === null) return state;
  const last = trials.find((trial) => trial !== null)?.step ?? state.last;
  const after = { ...state, last };
  if (trials.some((trial) => trial?.isAccepted)) return { ...after, pause: 0, wakesAt: 0 };
  return state.left > 0 ? after : resting(after, history);
}

/** The state at the beginning of a pause, longer than the last one. */
function resting(state: ResidualsState, history: readonly Trial[]): ResidualsState {
  const pause = Math.min(longestPause, Math.max(shortestPause, 2 * state.pause));
  return { ...state, left: 0, pause, wakesAt: (history.at(-1)?.step ?? 0) + 1 + pause };
}
