/**
 * Places where every example is expected to be right: where the lines through their residuals meet at 0.
 *
 * @module
 */
import type { Scene } from "../arm.ts";
import { gaussNewtonStep, type LinearModel } from "../gauss_newton.ts";
import { boundsOf, type Frame } from "../numbers/coordinates.ts";
import { fitNearZero, type Line } from "./linear_fit.ts";
import { type ExampleObservations, neighbourhoodOf, type Reach } from "./neighbourhood.ts";
import { knownOf, lineThrough, type Residual } from "./residual.ts";
import { residualsIn } from "./sides.ts";

/** Places that a search may try. */
export interface RightPlaces {
  /** At most four: where the borders meet, then the others, the surest first. */
  readonly places: readonly Float64Array[];
  /** Whether phrases of the feedback tell the sides. */
  readonly isTold: boolean;
  /** Mean square of the residuals of the candidate nearest to right, whatever its score; infinite where nothing tells. */
  readonly least: number;
}

/** What is looked at. */
export interface RightPlacesRequest {
  readonly frame: Frame;
  /** Where the current candidate is. */
  readonly from: Float64Array;
  /** The best possible score. */
  readonly best: number;
}

/** Steps: each leads on from where the one before it led, with the candidates around there. */
const mostSteps = 3;

/** Borders that are nearly parallel meet far away. */
const dampingOfBorders = 0.1;

/** The places to try next; none where nothing tells how far outputs are from right. */
export function rightPlaces(
  scene: Scene,
  { frame, from, best }: RightPlacesRequest,
): RightPlaces {
  const around = (reach: Reach, place = from) =>
    neighbourhoodOf(scene, { frame, place, best, reach });
  const [examples, residuals] = surest(around);
  const isTold = residuals.some(({ phrase }) => phrase !== null);
  const least = leastSquare(examples, residuals);
  if (residuals.length === 0) return { places: [], isTold, least };
  const bounds = frame.coordinates.map(boundsOf);
  const moved = (place: Float64Array, model: LinearModel, damping = 0) => {
    const step = gaussNewtonStep(model, damping);
    return step && place.map((position, at) => {
      const [least, most] = bounds[at]!; // !: here and below, one for each
      return Math.min(most, Math.max(least, position + step[at]!));
    });
  };
  const steps: Float64Array[] = [];
  for (let at = 0, place = from; at < mostSteps; at++) {
    const next = moved(place, linesOf(at === 0 ? examples : around("local", place), residuals));
    if (next === null) break;
    steps.push(place = next);
  }
  const border = moved(from, bordersOf(examples, residuals), dampingOfBorders);
  const places = [border, ...steps.toReversed()].filter((place) => place !== null);
  return { places, isTold, least };
}

type Sure = readonly [examples: readonly ExampleObservations[], residuals: readonly Residual[]];

/** Share with which a wide neighbourhood is enough. */
const isSure = 0.97;

/** The wide neighbourhood with its residuals, or the near one where more is predicted of that. */
function surest(around: (reach: Reach) => readonly ExampleObservations[]): Sure {
  const sureIn = (reach: Reach): Sure => {
    const examples = around(reach);
    return [examples, residualsIn(examples)];
  };
  const shareIn = ([, [residual]]: Sure) => residual?.share ?? 0;
  const wide = sureIn("wide");
  if (shareIn(wide) >= isSure) return wide;
  const near = sureIn("near");
  return shareIn(near) > shareIn(wide) ? near : wide;
}

/** The least mean square of a candidate, of those that met more than half as many examples as any. */
function leastSquare(
  examples: readonly ExampleObservations[],
  residuals: readonly Residual[],
): number {
  const sums = new Map<Float64Array, { readonly count: number; readonly sum: number }>();
  for (const { of } of residuals) {
    for (const observation of examples.flatMap(({ observations }) => observations)) {
      const { count, sum } = sums.get(observation.vector) ?? { count: 0, sum: 0 };
      const square = (of(observation) ?? 0) ** 2;
      sums.set(observation.vector, { count: count + 1, sum: sum + square });
    }
  }
  const most = Math.max(0, ...[...sums.values()].map(({ count }) => count));
  const means = [...sums.values()].filter(({ count }) => 2 * count > most)
    .map(({ count, sum }) => sum / count);
  return Math.min(...means);
}

/** The lines through the residuals of all examples, each residual in a scale of its own. */
function linesOf(
  examples: readonly ExampleObservations[],
  residuals: readonly Residual[],
): LinearModel {
  return modelOf(residuals.flatMap(({ of }) => {
    const lines = examples.flatMap((example) => lineThrough(example, of) ?? []);
    const scale = Math.sqrt(lines.reduce((sum, { variation }) => sum + variation, 0));
    return lines.map((line) => ({ line, scale }));
  }));
}

/** How far a border may be, beside the candidates: one that is farther is rounding where all are on one side. */
const mostFar = 3;

/** The borders between both sides on all examples: a residual is the distance from a border. */
function bordersOf(
  examples: readonly ExampleObservations[],
  residuals: readonly Residual[],
): LinearModel {
  return modelOf(residuals.flatMap(({ of }) =>
    examples.flatMap((example) => {
      const known = knownOf(example, of);
      if (known === null) return [];
      const line = fitNearZero(known.design, known.measured);
      const scale = Math.hypot(...line.slope);
      const farthest = Math.max(...known.design.points.map((point) => Math.hypot(...point)));
      return Math.abs(line.value) <= mostFar * farthest * scale ? [{ line, scale }] : [];
    })
  ));
}

function modelOf(
  lines: readonly { readonly line: Line; readonly scale: number }[],
): LinearModel {
  const known = lines.filter(({ scale }) => scale > 0);
  return {
    residuals: Float64Array.from(known, ({ line, scale }) => line.value / scale),
    slopes: known.map(({ line, scale }) => line.slope.map((each) => each / scale)),
  };
}
