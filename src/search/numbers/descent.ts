/**
 * The arm that finishes smooth problems: a quasi-Newton method on slopes from finite differences.
 *
 * A round begins at the current candidate: one candidate for each number gives the slope, then some along a line look for
 * the best step. Where no step helps, differences grow, for scores that are rounded or noisy; in the end the arm rests until
 * another one has moved the current candidate.
 *
 * @module
 */
import type { Trial } from "../../problem/trial.ts";
import { seedOf } from "../../seeds.ts";
import type { Arm, Generation, GenerationRequest, Scene } from "../arm.ts";
import {
  boundsOf,
  type Frame,
  frameOf,
  hasNumbers,
  nearestPosition,
  unitsOf,
  valuesAt,
  vectorOf,
} from "./coordinates.ts";
import { packed, packedShort, unpacked, unpackedShort } from "./packed.ts";
import { type Curvature, dot, newtonStep, remembered } from "./quasi_newton.ts";
import { leadOf } from "./standing.ts";

/** Candidates for the slope at a base, or on a line from it. */
interface Round {
  readonly kind: "slope" | "line";
  readonly base: string;
  /** At the base, as packed numbers; empty while it is looked for. */
  readonly slope: string;
  /** Place among the ladders of steps along the line. */
  readonly ladder: number;
  /** Candidates proposed so far. */
  readonly asked: number;
  /** Leads over the base of those whose trials are known, in their order; null without a trial. */
  readonly leads: readonly (number | null)[];
  /** Lead of the current candidate over the base: one of the candidates may have become it. */
  readonly offset: number;
}

/** The descent between two generations. Vectors are packed numbers. */
export interface DescentState {
  /** Of the frame; the descent begins anew when it changes. */
  readonly shape: number;
  readonly units: readonly number[];
  readonly round: Round | null;
  /** Base and slope of the last round that found a step; null before one. */
  readonly last: Pick<Round, "base" | "slope"> | null;
  readonly memory: readonly { readonly step: string; readonly fall: string }[];
  /** Place among the lengths of differences. */
  readonly level: number;
  /** Key of the current candidate after the last trials. */
  readonly seen: number;
  /** Whether no step from that candidate helps. */
  readonly isResting: boolean;
  /** Whether the last round was given up, because it was asked from another candidate: some trainers vary several in turn. */
  readonly isInterrupted: boolean;
}

/**
 * Lengths of differences in the vector, and their sides: one is cheap, two are exact near the best place. Longer ones are for
 * scores that are rounded or noisy.
 */
const levels = [
  { length: 2 ** -24, sides: [1] },
  { length: 2 ** -17, sides: [1, -1] },
  { length: 2 ** -10, sides: [1, -1] },
];

/** Steps along the line that are tried together; those of a later ladder where none of the earlier ones helps. */
const ladders: readonly {
  readonly along: "newton" | "slope";
  readonly steps: readonly number[];
}[] = [
  { along: "newton", steps: [1, 0.3] },
  { along: "newton", steps: [0.1, 0.03, 0.01] },
  { along: "slope", steps: [1, 0.25, 0.06, 0.015] },
  { along: "slope", steps: [4e-3, 1e-3, 2e-4, 5e-5, 1e-5] },
];

/** The first ladder without a memory of curvature. */
const slopeLadder = 2;

/** How far a step of 1 along the slope moves the number that moves most; the range between two bounds is 1. */
const slopeReach = 0.2;

/** Rounding of proposed numbers, as a share of their difference from the base. */
const grain = 1e-4;

/** Gain of a round, as a share of the score, that means nothing. */
const leastGain = 1e-14;

/** Quasi-Newton steps on all numbers of a candidate that have no steps of their own. */
export const descent: Arm<DescentState | null> = {
  name: "descent",
  initialState: null,
  canChange: hasNumbers,
  size,
  isOpen: (state) => state?.round?.kind === "slope" && !state.isInterrupted,
  ask,
  tell,
};

/** A candidate as the descent sees it. */
interface View {
  readonly frame: Frame;
  readonly vector: Float64Array;
  /** Places of the coordinates without steps. */
  readonly free: readonly number[];
  readonly key: number;
}

function viewOf({ parameters, current }: Scene, state: DescentState | null): View {
  const frame = frameOf(parameters, current, state?.units);
  const vector = vectorOf(current, frame);
  const free = frame.coordinates.flatMap(({ step }, place) => step === 0 ? [place] : []);
  return { frame, vector, free, key: seedOf(...vector) };
}

function size(scene: Scene, state: DescentState | null): number {
  const { free, key, frame } = viewOf(scene, state);
  if (state === null || state.shape !== frame.shape) return free.length;
  if (state.isResting && state.seen === key) return 0;
  const { round, memory } = state;
  if (round === null) return wantedIn({ kind: "slope", ladder: 0 }, state, free);
  const left = wantedIn(round, state, free) - round.asked;
  if (left > 0) return left;
  const other = round.kind === "slope" ? "line" : "slope";
  const ladder = memory.length > 0 ? 0 : slopeLadder;
  return wantedIn({ kind: other, ladder }, state, free);
}

/** Candidates of a whole slope or ladder. */
function wantedIn(
  { kind, ladder }: Pick<Round, "kind" | "ladder">,
  { level }: Pick<DescentState, "level">,
  free: readonly number[],
): number {
  return kind === "slope"
    ? free.length * levels[level]!.sides.length
    : ladders[ladder]!.steps.length; // of the lists
}

function ask(
  request: GenerationRequest<DescentState | null>,
): Promise<Generation<DescentState | null>> {
  const { current, count } = request;
  const view = viewOf(request, request.state);
  const state = ready(view, request.state);
  if (view.free.length === 0 || state.isResting) return Promise.resolve({ children: [], state });
  const round = state.round ?? slopeAt(view.vector);
  const all = round.kind === "slope"
    ? neighboursOf(round, view, state)
    : pointsOn(round, view, state);
  const children = all.slice(round.asked, round.asked + count).map(({ vector, grains }) => ({
    values: valuesAt(current, view.frame, { vector, grain: grains }),
    reasoning: round.kind === "slope"
      ? "a number moved a little, to learn the slope"
      : "the numbers moved along the slope",
  }));
  const asked = round.asked + children.length;
  return Promise.resolve({ children, state: { ...state, round: { ...round, asked } } });
}

/** The state for this candidate: a round from another one is given up, and a rest ends. */
function ready({ frame, key }: View, state: DescentState | null): DescentState {
  if (state === null || state.shape !== frame.shape) {
    return {
      ...{ shape: frame.shape, units: unitsOf(frame), round: null, last: null, memory: [] },
      ...{ level: 0, seen: key, isResting: false, isInterrupted: false },
    };
  }
  if (state.seen === key) return state;
  const isInterrupted = state.round?.kind === "slope";
  return { ...state, seen: key, round: null, isResting: false, isInterrupted };
}

function slopeAt(vector: Float64Array): Round {
  return {
    ...{ kind: "slope", base: packed(vector), slope: "", ladder: 0 },
    ...{ asked: 0, leads: [], offset: 0 },
  };
}

/** A place, and to what each of its numbers may be rounded. */
interface Point {
  readonly vector: Float64Array;
  readonly grains: Float64Array;
}

/** The points beside the base: for each free coordinate one on each side, no further than the bounds. */
function neighboursOf(
  { base }: Pick<Round, "base">,
  { frame, free }: View,
  { level }: DescentState,
): readonly Point[] {
  const from = unpacked(base);
  const { length, sides } = levels[level]!; // one of the list
  return free.flatMap((place) => {
    const [least, most] = boundsOf(frame.coordinates[place]!); // one for each number
    const away = sides.length === 1 && from[place]! + length > most ? -1 : 1;
    return sides.map((side) => {
      const [vector, grains] = [from.slice(), new Float64Array(from.length)];
      const position = from[place]! + away * side * length;
      vector[place] = Math.min(most, Math.max(least, position));
      grains[place] = length * grain;
      return { vector, grains };
    });
  });
}

/** The points on the line of a round, within the bounds. */
function pointsOn(
  { base, slope, ladder }: Round,
  { frame, free }: View,
  { memory }: DescentState,
): readonly Point[] {
  const from = unpacked(base);
  const bounds = frame.coordinates.map(boundsOf);
  const { along, steps } = ladders[ladder]!; // here and below: one of the list, or one for each number
  const rising = risingAt(from, unpacked(slope), bounds);
  const direction = along === "newton" ? newtonStep(rising, curvatureIn(memory)) : rising;
  const uphill = along === "newton" && dot(direction, rising) > 0 ? direction : rising;
  const longest = uphill.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = along === "slope" || uphill === rising
    ? slopeReach / longest
    : Math.min(1, 1 / longest);
  return steps.map((step) => {
    const vector = from.slice();
    const grains = new Float64Array(from.length);
    for (const place of free) {
      const [least, most] = bounds[place]!;
      const move = step * scale * uphill[place]!;
      vector[place] = Math.min(most, Math.max(least, from[place]! + move));
      grains[place] = Math.abs(move) * grain;
    }
    return { vector, grains };
  });
}

/** The slope without the coordinates that would leave their bounds. */
function risingAt(
  from: Float64Array,
  slope: Float64Array,
  bounds: readonly (readonly [number, number])[],
): Float64Array {
  return slope.map((value, place) => {
    const [least, most] = bounds[place]!; // one for each number
    return value > 0 && from[place]! >= most || value < 0 && from[place]! <= least ? 0 : value;
  });
}

function curvatureIn(memory: DescentState["memory"]): readonly Curvature[] {
  return memory.map(({ step, fall }) => ({ step: unpackedShort(step), fall: unpackedShort(fall) }));
}

function tell(
  state: DescentState | null,
  trials: readonly (Trial | null)[],
  scene: Scene,
): DescentState | null {
  if (state === null || state.round === null) return state;
  const view = viewOf(scene, state);
  const { round } = state;
  const leads = trials.map((trial) => trial === null ? null : leadOf(trial));
  const gain = Math.max(
    0,
    ...leads.map((lead, place) => trials[place]?.isAccepted ? lead ?? 0 : 0),
  );
  const after: Round = {
    ...round,
    leads: [...round.leads, ...leads.map((lead) => lead === null ? null : lead + round.offset)],
    offset: round.offset + gain,
  };
  const seen = { ...state, seen: view.key };
  if (view.frame.shape !== state.shape) return null;
  if (after.leads.length < wantedIn(round, state, view.free)) {
    return { ...seen, round: { ...after, asked: after.leads.length } };
  }
  return round.kind === "slope" ? afterSlope(seen, after, view) : afterLine(seen, after, trials);
}

/** The state with the slope at the base, and the curvature since the last one. */
function afterSlope(state: DescentState, round: Round, view: View): DescentState {
  const from = unpacked(round.base);
  const slope = new Float64Array(from.length);
  const points = neighboursOf(round, view, state);
  const { sides: { length: sides } } = levels[state.level]!; // one of the list
  for (const [at, place] of view.free.entries()) {
    const ends = points.slice(at * sides, (at + 1) * sides).map(({ vector, grains }, side) => ({
      position: nearestPosition(vector[place]!, grains[place]!, view.frame.coordinates[place]!), // one for each
      lead: round.leads[at * sides + side] ?? 0,
    }));
    const [one, other = { position: from[place]!, lead: 0 }] = ends;
    const [rise, run] = [one!.lead - other.lead, one!.position - other.position]; // one side at least
    slope[place] = run === 0 ? 0 : rise / run;
  }
  const rising = risingAt(from, slope, view.frame.coordinates.map(boundsOf));
  if (rising.every((value) => value === 0)) return withoutStep(state);
  const memory = memoryWith(state, { base: from, slope });
  const ladder = memory.length > 0 ? 0 : slopeLadder;
  const line = { base: round.base, slope: packed(slope), ladder, offset: round.offset };
  const next: Round = { ...line, kind: "line", asked: 0, leads: [] };
  return { ...state, memory, round: next, isInterrupted: false };
}

function memoryWith(
  { last, memory }: DescentState,
  { base, slope }: { readonly base: Float64Array; readonly slope: Float64Array },
): DescentState["memory"] {
  if (last === null) return memory;
  const [before, slopeBefore] = [unpacked(last.base), unpacked(last.slope)];
  const latest = {
    step: base.map((value, place) => value - before[place]!), // here and below: of the same length
    fall: slope.map((value, place) => slopeBefore[place]! - value),
  };
  return remembered(curvatureIn(memory), latest)
    .map(({ step, fall }) => ({ step: packedShort(step), fall: packedShort(fall) }));
}

/** The state after a ladder: the next round where a step helped, else the next ladder. */
function afterLine(
  state: DescentState,
  round: Round,
  trials: readonly (Trial | null)[],
): DescentState {
  const { base, slope, ladder, leads } = round;
  const best = Math.max(...leads.map((lead) => lead ?? -Infinity));
  const scale = Math.max(0, ...trials.map((trial) => Math.abs(trial?.score ?? 0)));
  if (best > leastGain * scale && best >= round.offset) {
    return { ...state, round: null, last: { base, slope } };
  }
  if (ladder + 1 === ladders.length) return withoutStep(state);
  return { ...state, round: { ...round, ladder: ladder + 1, asked: 0, leads: [] } };
}

/** The state when no step helps: with longer differences, and at last at rest. */
function withoutStep(state: DescentState): DescentState {
  const level = state.level + 1;
  const fresh = { ...state, round: null, last: null };
  return level < levels.length
    ? { ...fresh, level }
    : { ...fresh, level: 0, memory: [], isResting: true };
}
