/**
 * The arm for scores to which each number adds on its own: it searches along every coordinate, and combines what it finds.
 *
 * (Beside CMA-ES in a portfolio: Loshchilov, Schoenauer and Sebag, Bi-population CMA-ES Algorithms with Surrogate Models and
 * Line Searches, GECCO 2013.)
 *
 * The lines go through one base, the current candidate of the beginning. Each round measures one more point on each line, and the
 * place where every coordinate has its best position: where that is not as good as the lines promise together, the numbers
 * depend on each other, and the arm ends for good.
 *
 * @module
 */
import type { Trial } from "../../../problem/trial.ts";
import type { Arm, Generation, GenerationRequest, Scene } from "../../arm.ts";
import { tellsSlacks } from "../constrained/measured.ts";
import {
  boundsOf,
  type Coordinate,
  type Frame,
  frameOf,
  hasNumbers,
  nearestPosition,
  unitsOf,
  valuesAt,
  vectorOf,
} from "../coordinates.ts";
import { packed, unpacked } from "../packed.ts";
import { leadOf } from "../standing.ts";
import { bestOn, type LinePoint, nextOn } from "./line.ts";

/** The search along the lines between two generations. Vectors are packed numbers. */
export interface LinesState {
  /** Of the frame; the arm begins anew when it changes. */
  readonly shape: number;
  readonly units: readonly number[];
  /** The place that all lines go through. */
  readonly base: string;
  /** By coordinate: position and lead of each point. */
  readonly points: readonly string[];
  /** Leads over the base of the round's candidates whose trials are known; null without a trial. */
  readonly leads: readonly (number | null)[];
  /** Lead of the current candidate over the base. */
  readonly offset: number;
  /** What the last combination that was measured promised; 0 before one. */
  readonly promised: number;
  readonly isOver: boolean;
}

/** Share of what the lines promise that their combination must bring: all of it, but for noise. */
const leastShare = 0.8;

/** Rounding of positions; the range between two bounds is 1. */
const grain = 1e-6;

/** Length of a line to either side of the base without two bounds. */
const openReach = 2;

/** Searches along each number of a candidate. */
export const lines: Arm<LinesState | null> = {
  name: "lines",
  initialState: null,
  canChange: hasNumbers,
  size(scene, state) {
    if (tellsSlacks(scene.history)) return 0; // no number adds on its own where constraints decide
    const frame = frameOf(scene.parameters, scene.current, state?.units);
    if (frame.coordinates.length < 2) return 0;
    const ready = readyFor(scene, frame, state);
    return ready.isOver ? 0 : pointsOf(ready, frame).length - ready.leads.length;
  },
  isOpen: (state) => state !== null && !state.isOver,
  ask,
  tell,
};

/** The state for these numbers. */
function readyFor({ current }: Scene, frame: Frame, state: LinesState | null): LinesState {
  if (state?.shape === frame.shape) return state;
  const base = vectorOf(current, frame);
  return {
    ...{ shape: frame.shape, units: unitsOf(frame), base: packed(base) },
    points: Array.from(base, (position) => packed([position, 0])),
    ...{ leads: [], offset: 0, promised: 0, isOver: false },
  };
}

/** A candidate of a round. */
interface RoundPoint {
  readonly vector: Float64Array;
  /** The coordinate along whose line it is; null for the combination. */
  readonly along: number | null;
}

/** The candidates of the round: the combination where it is a better one, and one on each line that is not done. */
function pointsOf({ base, points, promised }: LinesState, frame: Frame): readonly RoundPoint[] {
  const from = unpacked(base);
  const onLines = points.map(linePoints);
  const best = onLines.map(bestOn);
  const combined = Float64Array.from(best, ({ position }) => position);
  const isNew = best.filter(({ lead }) => lead > 0).length > 1 && promiseOf(best) > promised;
  const further = onLines.flatMap((own, place): readonly RoundPoint[] => {
    const coordinate = frame.coordinates[place]!; // here and below: one for each
    const next = nextOn(own, { ends: endsOf(coordinate, from[place]!), step: stepOf(coordinate) });
    if (next === null) return [];
    const vector = from.slice();
    vector[place] = nearestPosition(next, grain, coordinate);
    return [{ vector, along: place }];
  });
  return [...(isNew ? [{ vector: combined, along: null }] : []), ...further];
}

/** What the best points of all lines promise together. */
function promiseOf(best: readonly LinePoint[]): number {
  return best.reduce((sum, { lead }) => sum + lead, 0);
}

function linePoints(text: string): readonly LinePoint[] {
  const numbers = unpacked(text);
  return Array.from({ length: numbers.length / 2 }, (_, at) => ({
    position: numbers[2 * at]!, // here and below: two for each
    lead: numbers[2 * at + 1]!,
  }));
}

function endsOf(coordinate: Coordinate, position: number): readonly [number, number] {
  const [least, most] = boundsOf(coordinate);
  if (Number.isFinite(most - least)) return [least, most];
  return [Math.max(least, position - openReach), Math.min(most, position + openReach)];
}

/** Distance of neighbouring positions. */
function stepOf({ step, unit, scale, least, most }: Coordinate): number {
  return step === 0 ? 0 : scale === "open" ? step / unit : step / (most - least);
}

function ask(
  request: GenerationRequest<LinesState | null>,
): Promise<Generation<LinesState | null>> {
  const { current, count, parameters } = request;
  const frame = frameOf(parameters, current, request.state?.units);
  const state = readyFor(request, frame, request.state);
  const [from, first] = [unpacked(state.base), state.leads.length];
  const children = pointsOf(state, frame).slice(first, first + count).map(({ vector, along }) => ({
    values: valuesAt(current, frame, {
      vector,
      grain: vector.map((position, place) => position === from[place] ? 0 : grain),
    }),
    reasoning: along === null
      ? "the best position on each line"
      : "a number moved alone, to search its line",
  }));
  return Promise.resolve({ children, state });
}

function tell(
  state: LinesState | null,
  trials: readonly (Trial | null)[],
  { parameters, current }: Scene,
): LinesState | null {
  if (state === null || trials.length === 0) return state;
  const frame = frameOf(parameters, current, state.units);
  if (frame.shape !== state.shape) return null;
  const own = trials.map((trial) => trial === null ? null : leadOf(trial));
  const gain = Math.max(0, ...own.map((lead, at) => trials[at]?.isAccepted ? lead ?? 0 : 0));
  const leads = [...state.leads, ...own.map((lead) => lead === null ? null : lead + state.offset)];
  const after = { ...state, leads, offset: state.offset + gain };
  const round = pointsOf(state, frame);
  return leads.length < round.length ? after : afterRound(after, round, frame);
}

/** The state with the points of a whole round. */
function afterRound(state: LinesState, round: readonly RoundPoint[], frame: Frame): LinesState {
  const { leads } = state;
  const lines = state.points.map(linePoints);
  const points = lines.map((line, place) => {
    const at = round.findIndex(({ along }) => along === place);
    if (at < 0) return state.points[place]!; // here and below: one for each
    const lead = leads[at] ?? Math.min(...line.map(({ lead }) => lead));
    return packed([...unpacked(state.points[place]!), round[at]!.vector[place]!, lead]);
  });
  const isCombined = round[0]?.along === null;
  const promised = isCombined ? promiseOf(lines.map(bestOn)) : state.promised;
  const brought = isCombined ? leads[0] ?? null : null;
  const dependsOnOthers = brought !== null && brought < leastShare * promised;
  const after = { ...state, points, promised, leads: [] };
  return { ...after, isOver: dependsOnOthers || pointsOf(after, frame).length === 0 };
}
