/**
 * The arm that learns how good numbers vary together: CMA-ES, with restarts of growing and of small generations (BIPOP).
 *
 * (Hansen and Ostermeier, 2001; restarts: Hansen, Benchmarking a BI-Population CMA-ES, GECCO 2009.)
 *
 * @module
 */
import type { Trial } from "../../problem/trial.ts";
import { randomFrom, seedOf } from "../../seeds.ts";
import type { Arm, Generation, GenerationRequest, Scene } from "../arm.ts";
import { drawNormal, type Random } from "../draw.ts";
import {
  boundsOf,
  type Frame,
  frameOf,
  hasNumbers,
  lengthOf,
  unitsOf,
  valuesAt,
  vectorOf,
} from "./coordinates.ts";
import { tellsSlacks } from "./constrained/measured.ts";
import {
  adapted,
  type Distribution,
  drawnStep,
  roundDistribution,
  varianceOf,
  withVariance,
} from "./distribution.ts";
import { packedDistribution, type Rooted, unpackedDistribution } from "./packed_distribution.ts";
import {
  firstPlan,
  isOver,
  nextPlan,
  noProgress,
  type Plan,
  type Progress,
  progressAfter,
  withUsed,
} from "./restarts.ts";
import { byStanding, type Standing, standingOf } from "./standing.ts";

/** One run of CMA-ES, from a start to a restart. */
interface CmaRun {
  /** Of the frame; the run ends when it changes. */
  readonly shape: number;
  readonly units: readonly number[];
  readonly plan: Plan;
  readonly distribution: string;
  readonly progress: Progress;
  /** Seed of the generation's draws. */
  readonly seed: number;
  /** Draws of the generation that were proposed, and those whose trials are known. */
  readonly asked: number;
  readonly told: number;
  readonly standings: readonly Standing[];
}

/** CMA-ES between two generations; null before the first one. */
export type CmaState = CmaRun | null;

/** Above as many numbers the covariance is diagonal. */
const maxFull = 50;

/** Rounding of proposed numbers, as a share of their standard deviation. */
const grain = 1e-3;

/** Least standard deviation of a number with steps, as a share of a step: others than the nearest are drawn too. */
const leastDeviation = 0.3;

/** CMA-ES on all numbers of a candidate. */
export const cma: Arm<CmaState> = {
  name: "cma",
  initialState: null,
  canChange: hasNumbers,
  size({ parameters, current, history }, run) {
    const { coordinates } = frameOf(parameters, current);
    // Where constraints decide, a distribution shrinks before it is where they meet; numbers with steps have no slopes.
    if (tellsSlacks(history) && coordinates.every(({ step }) => step === 0)) return 0;
    const { size } = run?.plan ?? firstPlan(coordinates.length);
    const left = size - (run?.asked ?? 0);
    return left > 0 ? left : size;
  },
  ask: draw,
  tell: learn,
};

/** Draws candidates of the present generation. */
function draw(request: GenerationRequest<CmaState>): Promise<Generation<CmaState>> {
  const { parameters, current, count, random, state } = request;
  const frame = frameOf(parameters, current, state?.units);
  if (frame.coordinates.length === 0) return Promise.resolve({ children: [], state });
  const run = state?.shape === frame.shape ? state : firstRun(request);
  const seed = run.asked === 0 ? Math.floor(random() * 2 ** 32) : run.seed;
  const { distribution, root } = unpackedDistribution(run.distribution, frame.coordinates.length);
  const { mean, sigma, generations } = distribution;
  const bounds = frame.coordinates.map(boundsOf);
  const grains = mean.map((_, place) => grain * sigma * Math.sqrt(varianceOf(distribution, place)));
  const left = run.plan.size - run.asked;
  const children = Array.from({ length: left > 0 ? Math.min(left, count) : count }, (_, place) => {
    const step = drawnStep(root, drawsOf(seed, run.asked + place));
    const vector = mean.map((value, at) => reflected(value + sigma * step[at]!, bounds[at]!)); // one for each
    return {
      values: valuesAt(current, frame, { vector, grain: grains }),
      reasoning: `the numbers drawn by CMA-ES, generation ${generations + 1}`,
    };
  });
  return Promise.resolve({
    children,
    state: { ...run, seed, asked: run.asked + children.length },
  });
}

/** The random source of a draw: it is drawn again when its trial is known. */
function drawsOf(seed: number, draw: number): Random {
  return randomFrom(seedOf(seed, draw));
}

/** A place beyond a bound is mirrored at it, so that the distribution may reach over the bound. */
function reflected(position: number, [least, most]: readonly [number, number]): number {
  if (position >= least && position <= most) return position;
  const range = most - least;
  if (!Number.isFinite(range)) {
    return position < least ? Math.max(least, 2 * least - position) : 2 * most - position;
  }
  const turn = Math.abs(position - least) % (2 * range);
  return least + (turn > range ? 2 * range - turn : turn);
}

/** The first run, from the current candidate. */
function firstRun({ parameters, current }: Scene): CmaRun {
  const frame = frameOf(parameters, current);
  return runFrom(frame, vectorOf(current, frame), firstPlan(frame.coordinates.length));
}

function runFrom(frame: Frame, mean: Float64Array, plan: Plan): CmaRun {
  const isDiagonal = mean.length > maxFull;
  const distribution = roundDistribution(mean, { sigma: plan.sigma, isDiagonal });
  return {
    shape: frame.shape,
    units: unitsOf(frame),
    plan,
    distribution: packedDistribution(distribution),
    progress: noProgress,
    ...emptyGeneration,
  };
}

const emptyGeneration = { seed: 0, asked: 0, told: 0, standings: [] };

/** The state with the trials of a part of the generation; the last part adapts the distribution. */
function learn(run: CmaState, trials: readonly (Trial | null)[], scene: Scene): CmaState {
  if (run === null || trials.length === 0) return run;
  const told = run.told + trials.length;
  const standings = [
    ...run.standings,
    ...trials.flatMap((trial, place) =>
      trial === null ? [] : [standingOf(trial, run.told + place)]
    ),
  ];
  if (told < run.plan.size) return { ...run, asked: told, told, standings };
  return afterGeneration(run, standings.toSorted(byStanding), scene);
}

/** The run after a generation, or the next run. */
function afterGeneration(
  run: CmaRun,
  ranked: readonly Standing[],
  { parameters, current }: Scene,
): CmaRun | null {
  const frame = frameOf(parameters, current, run.units);
  if (frame.shape !== run.shape) return null;
  const plan = withUsed(run.plan, run.plan.size);
  const { distribution: before, root } = unpackedDistribution(
    run.distribution,
    frame.coordinates.length,
  );
  const steps = ranked.map(({ draw }) => drawnStep(root, drawsOf(run.seed, draw)));
  const after = steps.length < 2 ? before : withFloors(adapted(before, steps, root), frame);
  const distribution = packedDistribution(after);
  const rooted = unpackedDistribution(distribution, frame.coordinates.length);
  const place = vectorOf(current, frame);
  const progress = progressAfter(run.progress, {
    ...{ ranked, current: seedOf(...place), isWithin: isWithin(place, rooted, frame) },
  });
  if (isOver(rooted, progress, plan.size)) return nextRun(run, { frame, plan, current });
  return { ...run, plan, distribution, progress, ...emptyGeneration };
}

/** Standard deviations of a place from the mean, as a multiple of the usual one, up to which a distribution reaches it. */
const mostDeviations = 4;

function isWithin(
  place: Float64Array,
  { distribution: { mean, sigma }, root }: Rooted,
  { coordinates }: Frame,
): boolean {
  const away = root.inverseTimes(place.map((value, at) => {
    const middle = reflected(mean[at]!, boundsOf(coordinates[at]!)); // one for each
    return (value - middle) / sigma;
  }));
  return Math.hypot(...away) <= mostDeviations * Math.sqrt(mean.length);
}

/** A run from another place: anywhere between two bounds, else as far from the current candidate as its value is large. */
function nextRun(
  { seed }: CmaRun,
  { frame, plan, current }: {
    readonly frame: Frame;
    readonly plan: Plan;
    readonly current: Scene["current"];
  },
): CmaRun {
  const random = randomFrom(seedOf(seed, "restart"));
  const mean = vectorOf(current, frame).map((position, place) => {
    const [least, most] = boundsOf(frame.coordinates[place]!); // one for each
    return Number.isFinite(most - least)
      ? least + random() * (most - least)
      : reflected(position + drawNormal(random), [least, most]);
  });
  return runFrom(frame, mean, nextPlan(plan, { n: mean.length, random }));
}

/** Numbers with steps keep a deviation that reaches the next step. */
function withFloors(distribution: Distribution, { coordinates }: Frame): Distribution {
  const { mean, sigma } = distribution;
  return coordinates.reduce((raised, coordinate, place) => {
    if (coordinate.step === 0) return raised;
    const [least, most] = boundsOf(coordinate);
    const position = reflected(mean[place]!, [least, most]); // one for each
    const floor = (leastDeviation * lengthOf(coordinate.step, position, coordinate) / sigma) ** 2;
    return varianceOf(raised, place) < floor ? withVariance(raised, place, floor) : raised;
  }, distribution);
}
