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
import type { Arm, Generation, GenerationRequest, Scene } from "../arm.ts";
import { boundsOf, hasNumbers, nearestPosition, unitsOf, valuesAt } from "./coordinates.ts";
import {
  ladders,
  levels,
  neighboursOf,
  pointsOn,
  risingAt,
  slopeLadder,
  wantedIn,
} from "./descent_points.ts";
import { curvatureIn, type DescentState, type Round, type View, viewOf } from "./descent_state.ts";
import { packed, packedShort, unpacked } from "./packed.ts";
import { tellsSlacks } from "./constrained/measured.ts";
import { remembered } from "./quasi_newton.ts";
import { leadOf } from "./standing.ts";

/** The level for scores that are rounded or noisy; others have shown steps before. */
const roughLevel = 2;

/** A rise of the score, as a share of it, that ends a rest. */
const leastRise = 1e-6;

/** Slope beyond which products of slopes overflow. */
const mostSlope = 1e100;

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

function size(scene: Scene, state: DescentState | null): number {
  // Where constraints make edges, the arm that knows their slacks learns slopes for as many candidates, and with the edges.
  if (tellsSlacks(scene.history)) return 0;
  const { free, key, frame } = viewOf(scene, state);
  if (state === null || state.shape !== frame.shape) return free.length;
  if (isResting(state, scene, key)) return 0;
  const { round, memory } = state;
  if (round === null) return wantedIn({ kind: "slope", ladder: 0 }, state, free);
  const left = wantedIn(round, state, free) - round.asked;
  if (left > 0) return left;
  const other = round.kind === "slope" ? "line" : "slope";
  const ladder = memory.length > 0 ? 0 : slopeLadder;
  return wantedIn({ kind: other, ladder }, state, free);
}

/** Whether no step from the current candidate would help, as far as is known. */
function isResting({ restsAt, seen }: DescentState, { history }: Scene, key: number): boolean {
  if (restsAt === null) return false;
  const score = scoreOf(history);
  return seen === key || score !== null && score - restsAt <= leastRise * Math.abs(restsAt);
}

/** The score of the candidate that became the current one last. */
function scoreOf(history: readonly Trial[]): number | null {
  return history.findLast(({ isAccepted }) => isAccepted)?.score ?? null;
}

function ask(
  request: GenerationRequest<DescentState | null>,
): Promise<Generation<DescentState | null>> {
  const { current, count } = request;
  const view = viewOf(request, request.state);
  const state = ready(view, request.state, request);
  if (view.free.length === 0 || state.restsAt !== null) {
    return Promise.resolve({ children: [], state });
  }
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
function ready(
  { frame, key }: View,
  state: DescentState | null,
  scene: Scene,
): DescentState {
  if (state === null || state.shape !== frame.shape) {
    return {
      ...{ shape: frame.shape, units: unitsOf(frame), round: null, last: null, memory: [] },
      ...{ level: 0, seen: key, hasStepped: false, restsAt: null, isInterrupted: false },
    };
  }
  if (state.seen === key || isResting(state, scene, key)) return state;
  const isInterrupted = state.round?.kind === "slope";
  return { ...state, seen: key, round: null, restsAt: null, isInterrupted };
}

function slopeAt(vector: Float64Array): Round {
  return {
    ...{ kind: "slope", base: packed(vector), slope: "", ladder: 0 },
    ...{ asked: 0, leads: [], offset: 0 },
  };
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
  return round.kind === "slope"
    ? afterSlope(seen, after, { view, scene })
    : afterLine(seen, after, { trials, scene });
}

/** The state with the slope at the base, and the curvature since the last one. */
function afterSlope(
  state: DescentState,
  round: Round,
  { view, scene }: { readonly view: View; readonly scene: Scene },
): DescentState {
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
  const steepest = Math.max(...rising.map(Math.abs));
  if (!(steepest > 0 && steepest < mostSlope)) return withoutStep(state, scene);
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
  { trials, scene }: { readonly trials: readonly (Trial | null)[]; readonly scene: Scene },
): DescentState {
  const { base, slope, ladder, leads } = round;
  const best = Math.max(...leads.map((lead) => lead ?? -Infinity));
  const scale = Math.max(0, ...trials.map((trial) => Math.abs(trial?.score ?? 0)));
  if (best > leastGain * scale && best >= round.offset) {
    const isNewton = ladder < slopeLadder && state.memory.length > 1;
    return {
      ...state,
      ...{ round: null, last: { base, slope }, hasStepped: state.hasStepped || isNewton },
    };
  }
  // Where steps have helped, the place is the best one rather than the direction wrong; central differences tell.
  const isEnd =
    ladder + 1 === (state.hasStepped && state.level === 0 ? slopeLadder : ladders.length);
  if (isEnd || ladder + 1 === ladders.length) return withoutStep(state, scene);
  return { ...state, round: { ...round, ladder: ladder + 1, asked: 0, leads: [] } };
}

/** The state when no step helps: with longer differences, and at last at rest. */
function withoutStep(state: DescentState, { history }: Scene): DescentState {
  const level = state.level + 1;
  const after = { ...state, round: null, last: null };
  const isLast = level === levels.length || state.hasStepped && level === roughLevel;
  if (!isLast) return { ...after, level };
  return { ...after, level: 0, hasStepped: false, restsAt: scoreOf(history) ?? 0 };
}
