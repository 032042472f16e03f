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
import {
  frameOf,
  hasNumbers,
  numbersIn,
  unitsOf,
  valuesAt,
  vectorOf,
} from "../numbers/coordinates.ts";
import { type RightPlaces, rightPlaces } from "./right_places.ts";

/** The arm between two generations. */
export interface ResidualsState {
  /** Of the open numbers, as in a frame. */
  readonly units: readonly number[];
  /** Generations of this turn, and the number after which it ends. */
  readonly made: number;
  readonly turnEnds: number;
  /** Whether a candidate of the last generation was accepted, and whether one of this turn was. */
  readonly hasGained: boolean;
  readonly isWorth: boolean;
  /** Mean square of the residuals of the candidate nearest to right, when the turn was prolonged last. */
  readonly least: number | null;
  /** Length of the last pause, in steps. */
  readonly pause: number;
  /** The step that ends it. */
  readonly wakesAt: number;
}

const initialState: ResidualsState = {
  ...{ units: [], made: 0, turnEnds: 0, hasGained: false, isWorth: false, least: null },
  ...{ pause: 0, wakesAt: 0 },
};

/** With more numbers a line takes more candidates than other arms need. */
const mostNumbers = 20;

/** Most candidates of a generation. */
const generation = 4;

/**
 * Generations in a row where phrases tell the side, because each shows better where the sides meet, and otherwise; so many again
 * after one that was better, or came much nearer to right whatever its score.
 */
const [toldTurn, otherTurn, longestTurn] = [5, 1, 8];

/** A mean square of the residuals is much less when it is this share of the one before. */
const muchLess = 0.7;

/** Pauses in steps: each is twice as long as the last one, until a turn brings something again. */
const [shortestPause, longestPause] = [1, 64];

/** What is rounded away of a step, as a share of it, and what no step is shorter than. */
const grain = 1e-4;
const leastStep = 1e-9;

/** Least squares on what single examples miss. */
export const residuals: Arm<ResidualsState | null> = {
  name: "residuals",
  initialState: null,
  canChange: hasNumbers,
  size: (scene, state) => isAwake(scene, state) ? generation : 0,
  isOpen: (state) => state !== null && state.made > 0,
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
  return count > 0 && count <= mostNumbers && history.length > count + 3 &&
    history.slice(-newest).some(tellsMore);
}

/** Trials that show what a trial tells. */
const newest = 8;

/** Whether a trial tells more than one number. */
function tellsMore({ scores, feedbackByExample, metrics = {} }: Trial): boolean {
  return Object.keys(scores).length > 1 || feedbackByExample !== undefined ||
    Object.keys(metrics).length > 0;
}

function ask(
  { signal, ...request }: GenerationRequest<ResidualsState | null>,
): Promise<Generation<ResidualsState | null>> {
  signal?.throwIfAborted();
  const { parameters, current, history, count } = request;
  const frame = frameOf(parameters, current, request.state?.units);
  const before = request.state ?? { ...initialState, units: unitsOf(frame) };
  const from = vectorOf(current, frame);
  const found = rightPlaces(request, { frame, from, best: bestPossible(history) });
  const tried = new Set(history.map(({ values }) => candidateKey(values)));
  const fresh = new Map(
    found.places.slice(0, count).filter((place) => isFar(place, from)).map((vector) => {
      const steps = vector.map((position, at) => Math.abs(position - from[at]!)); // !: as many
      const grains = steps.map((step) => Math.max(leastStep, grain * step));
      const values = valuesAt(current, frame, { vector, grain: grains });
      return [candidateKey(values), values] as const;
    }).filter(([key, values]) =>
      !tried.has(key) && numbersIn(values, frame).every(Number.isFinite)
    ),
  );
  const children = Array.from(fresh.values(), (values) => ({
    values,
    reasoning: "all numbers by least squares on how far each example is from right",
  }));
  const state = children.length > 0 ? afterAsking(before, found) : { ...before, turnEnds: 0 };
  const isLast = state.made >= state.turnEnds;
  return Promise.resolve({ children, state: isLast ? resting(state, history) : state });
}

/** Whether a place is more than rounding away from another one. */
function isFar(place: Float64Array, from: Float64Array): boolean {
  return place.some((position, at) => Math.abs(position - from[at]!) > leastStep); // !: as many
}

/** The state with one more generation of this turn, which may be prolonged. */
function afterAsking(
  state: ResidualsState,
  { isTold, least }: Pick<RightPlaces, "isTold" | "least">,
): ResidualsState {
  const isFirst = state.made === 0;
  const isNearer = isTold && state.least !== null && least < muchLess * state.least;
  const made = state.made + 1;
  const turn = isTold ? toldTurn : otherTurn;
  const isProlonged = isFirst || state.hasGained || isNearer;
  return {
    ...state,
    made,
    turnEnds: isProlonged ? Math.min(longestTurn, state.made + turn) : state.turnEnds,
    least: isProlonged && Number.isFinite(least) ? least : state.least,
    hasGained: false,
  };
}

function tell(
  state: ResidualsState | null,
  trials: readonly (Trial | null)[],
): ResidualsState | null {
  if (state === null || !trials.some((trial) => trial?.isAccepted)) return state;
  return { ...state, hasGained: true, isWorth: true, pause: 0, wakesAt: 0 };
}

/** The state at the end of a turn: the pause is twice as long as the last one; after a turn that was worth it half as long as the turn. */
function resting(state: ResidualsState, history: readonly Trial[]): ResidualsState {
  const longer = state.isWorth ? Math.ceil(state.made / 2) : 2 * state.pause;
  const pause = Math.min(longestPause, Math.max(shortestPause, longer));
  const wakesAt = (history.at(-1)?.step ?? 0) + 1 + pause;
  return {
    ...state,
    made: 0,
    turnEnds: 0,
    hasGained: false,
    isWorth: false,
    least: null,
    pause,
    wakesAt,
  };
}
