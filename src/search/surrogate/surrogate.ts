/**
 * The arm for few evaluations: a Gaussian process learns the score as a function of the numbers, and proposes where it expects
 * the most improvement.
 *
 * (Bayesian optimization: Jones, Schonlau and Welch, "Efficient Global Optimization of Expensive Black-Box Functions", 1998.
 * Generations: the constant believer of Ginsbourger, Le Riche and Carraro, 2010, with the predicted mean.)
 *
 * It begins with points far from each other, and rests when many candidates are known: others learn as much from less work.
 *
 * @module
 */
import type { Arm, Generation, GenerationRequest, Scene } from "../arm.ts";
import { ratingsOf } from "../evolution/standings.ts";
import { tellsSlacks } from "../numbers/constrained/measured.ts";
import { unitsOf } from "../numbers/coordinates.ts";
import { type Place, placesOf } from "../space/places.ts";
import { canVary } from "../values/vary_place.ts";
import { fitGaussianProcess, type GaussianProcess, type KernelChoice } from "./gaussian_process.ts";
import type { Kernel } from "./kernel.ts";
import { type MixedFrame, mixedFrameOf, mixedValuesAt, mixedVectorOf } from "./mixed_frame.ts";
import { promisingPoint, scatteredPoint } from "./points.ts";

/** The arm between two generations. */
export interface SurrogateState {
  /** Of the open numbers, as in a frame. */
  readonly units: readonly number[];
  /** Candidates known at the last choice of the kernel. */
  readonly fittedTo: number;
  readonly kernel: Kernel | null;
  /** Candidates known before its last generation, and the first number of them with which it lets others come. */
  readonly known: number;
  readonly turnEnds: number;
  /** Its last generations that brought no better candidate. */
  readonly idle: number;
}

/** With more numbers and choices than these distances tell little. */
const mostPlaces = 20;

/** Candidates after which it rests: a fit takes their cube in time. */
const mostKnown = 160;

/** Most candidates of a generation: of more, the later ones are chosen with too little knowledge. */
const generation = 3;

/** The kernel is chosen anew when so many times as many candidates are known. */
const growth = 1.25;

/** Bayesian optimization of the numbers and choices of a candidate, where nothing else can be varied. */
export const surrogate: Arm<SurrogateState | null> = {
  name: "surrogate",
  initialState: null,
  canChange: (parameter) =>
    countOf(mixedFrameOf([parameter], { [parameter.name]: parameter.value })) > 0,
  size,
  isFavoured: (state) => state !== null && state.known < state.turnEnds && state.idle < mostIdle,
  ask,
  tell: (state, trials) =>
    state && { ...state, idle: trials.some((trial) => trial?.isAccepted) ? 0 : state.idle + 1 },
};

/** Numbers and choices. */
function countOf({ coordinates, choices }: MixedFrame): number {
  return coordinates.length + choices.length;
}

/** Points at the beginning: enough to see a slope in each direction. */
function firstCount(frame: MixedFrame): number {
  return countOf(frame) + 3;
}

/** Its first turn lasts so many times as long as its beginning, at least this long, and while it brings better candidates. */
const firstTurn = 5;
const leastTurn = 40;
const mostIdle = 8;

function size(scene: Scene): number {
  const { parameters, current, history, population } = scene;
  if (population !== undefined || history.length > mostKnown) return 0; // it varies none of them
  if (tellsSlacks(history)) return 0; // the score alone has edges where constraints meet
  const count = countOf(mixedFrameOf(parameters, current));
  const isAll = parameters.every(({ kind }) => kind === "value") &&
    placesOf(parameters, current).every(keepsItsForm);
  return count > 0 && count <= mostPlaces && isAll ? generation : 0;
}

/** Whether nothing but a number or a choice varies. A list of one length may be swapped, but numbers are no order. */
function keepsItsForm(place: Place): boolean {
  const { domain, isOptional } = place;
  if (isOptional) return false;
  if (domain.kind === "list") return domain.least === domain.most;
  return domain.kind === "number" || domain.kind === "choice" || !canVary(place, []);
}

/** What is known of a candidate. */
interface Known {
  readonly vector: Float64Array;
  /** To be made small; see `lossesOf`. */
  readonly loss: number;
}

function ask(
  request: GenerationRequest<SurrogateState | null>,
): Promise<Generation<SurrogateState | null>> {
  const { parameters, current, history, count, random, state, signal } = request;
  signal?.throwIfAborted();
  const frame = mixedFrameOf(parameters, current, state?.units);
  const { coordinates, choices } = frame;
  const known = knownOf(history, { parameters, frame });
  const first = firstCount(frame);
  const taken = [mixedVectorOf(current, frame), ...known.map(({ vector }) => vector)];
  const options = choices.map(({ domain }) => domain.options.length);
  const isFirst = known.length < first;
  const isDue = state === null || known.length >= state.fittedTo * growth;
  const hints = { numbers: coordinates.length, before: state?.kernel ?? undefined };
  let process = isFirst ? null : processOf(known, isDue ? hints : { kernel: hints.before });
  const best = leastOf(known);
  const chosen: Float64Array[] = [];
  for (let at = 0; at < count; at++) {
    const met = [...taken, ...chosen];
    const space = { coordinates, options, met, random };
    const next = process === null || best === null
      ? scatteredPoint(space)
      : promisingPoint(space, { process, best });
    if (next === undefined) break;
    chosen.push(next);
    process = process?.with(next, process.predict(next).mean) ?? null;
  }
  const reasoning = isFirst
    ? "numbers far from those that were tried"
    : "the numbers where a Gaussian process expects the most improvement";
  return Promise.resolve({
    children: chosen.map((vector) => ({
      values: mixedValuesAt(current, frame, vector),
      reasoning,
    })),
    state: {
      units: unitsOf(frame),
      fittedTo: isDue && !isFirst ? known.length : state?.fittedTo ?? 0,
      kernel: process?.kernel ?? state?.kernel ?? null,
      known: known.length,
      turnEnds: Math.max(leastTurn, firstTurn * first),
      idle: isFirst ? 0 : state?.idle ?? 0,
    },
  });
}

/** The candidates of the history with the same places, the newest where there are too many; failed ones are the worst. */
function knownOf(
  history: Scene["history"],
  { parameters, frame }: { readonly parameters: Scene["parameters"]; readonly frame: MixedFrame },
): readonly Known[] {
  const same = history.slice(-mostKnown)
    .filter(({ values }) => mixedFrameOf(parameters, values, unitsOf(frame)).shape === frame.shape);
  const ratings = new Map(ratingsOf(same).map(({ trial, rating }) => [trial, rating]));
  const found = same.map((trial) => ratings.get(trial) ?? -Infinity);
  const losses = lossesOf(found);
  return same.map(({ values }, place) => ({
    vector: mixedVectorOf(values, frame),
    loss: losses[place]!, // !: one for each
  }));
}

/**
 * The gaps to the best rating, beyond the median one in a scale like the logarithm, so that what is far behind does not hide
 * what is near the best.
 */
function lossesOf(ratings: readonly number[]): readonly number[] {
  const finite = ratings.filter(Number.isFinite).toSorted((one, other) => other - one);
  const [best = 0, median = 0, worst = 0] = [finite[0], finite[finite.length >> 1], finite.at(-1)];
  const scale = best - median || best - worst || 1;
  return ratings.map((rating) =>
    Math.log1p((best - (Number.isFinite(rating) ? rating : worst)) / scale)
  );
}

function leastOf(known: readonly Known[]): Known | null {
  return known.reduce<Known | null>(
    (one, other) => one === null || other.loss < one.loss ? other : one,
    null,
  );
}

function processOf(known: readonly Known[], choice: KernelChoice): GaussianProcess {
  const points = known.map(({ vector }) => vector);
  return fitGaussianProcess(points, known.map(({ loss }) => loss), choice);
}
