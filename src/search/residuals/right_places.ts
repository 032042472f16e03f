/**
 * Places where every example is expected to be right: where the lines through their residuals meet at 0.
 *
 * @module
 */
import { meanOf } from "../../propagate/mean.ts";
import type { Scene } from "../arm.ts";
import { gaussNewtonStep, type LinearModel } from "../gauss_newton.ts";
import { boundsOf, type Frame } from "../numbers/coordinates.ts";
import { fitLine, fitNearZero, type Line } from "./linear_fit.ts";
import { type ExampleObservations, neighbourhoodOf, type Reach } from "./neighbourhood.ts";
import type { Residual } from "./residual.ts";
import { residualsIn } from "./sides.ts";

/** Places that a search may try. */
export interface RightPlaces {
  /** The surest first; at most four. */
  readonly places: readonly Float64Array[];
  /** Whether phrases of the feedback tell the sides. */
  readonly isTold: boolean;
  /** The step of the candidate nearest to right by its residuals, whatever its score; null where nothing tells. */
  readonly nearest: number | null;
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
  const [wide, residuals] = surest(around);
  const isTold = residuals.some(({ place }) => place !== null);
  if (residuals.length === 0) return { places: [], isTold, nearest: null };
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
    const next = moved(place, linesOf(at === 0 ? wide : around("local", place), residuals));
    if (next === null) break;
    steps.push(place = next);
  }
  const border = moved(from, bordersOf(wide, residuals), dampingOfBorders);
  const places = [border, ...steps.toReversed()].filter((place) => place !== null);
  return { places, isTold, nearest: nearestStep(wide, residuals) };
}

type Sure = readonly [examples: readonly ExampleObservations[], residuals: readonly Residual[]];

/** Share with which all candidates are enough. */
const isSure = 0.97;

/** All candidates with their residuals, or the near ones where more is predicted of those. */
function surest(around: (reach: Reach) => readonly ExampleObservations[]): Sure {
  const sureIn = (reach: Reach): Sure => {
    const examples = around(reach);
    return [examples, residualsIn(examples)];
  };
  const shareIn = ([, [residual]]: Sure) => residual?.share ?? 0;
  const all = sureIn("all");
  if (shareIn(all) >= isSure) return all;
  const near = sureIn("near");
  return shareIn(near) > shareIn(all) ? near : all;
}

/** The step of the candidate with the least squares, of those that met more than half as many examples as any. */
function nearestStep(
  examples: readonly ExampleObservations[],
  residuals: readonly Residual[],
): number | null {
  const sums = new Map<Float64Array, { step: number; count: number; sum: number }>();
  for (const { of } of residuals) {
    for (const { observations } of examples) {
      const squares = observations.map((each) => of(each) ** 2);
      const usual = meanOf(squares) || 1;
      for (const [at, { vector, step }] of observations.entries()) {
        const { count, sum } = sums.get(vector) ?? { count: 0, sum: 0 };
        sums.set(vector, { step, count: count + 1, sum: sum + squares[at]! / usual }); // !: as many
      }
    }
  }
  const all = [...sums.values()];
  const most = Math.max(0, ...all.map(({ count }) => count));
  const nearest = all.filter(({ count }) => 2 * count > most)
    .toSorted((one, other) => one.sum / one.count - other.sum / other.count)[0];
  return nearest?.step ?? null;
}

/** The lines through the residuals of all examples, each residual in a scale of its own. */
function linesOf(
  examples: readonly ExampleObservations[],
  residuals: readonly Residual[],
): LinearModel {
  return modelOf(residuals.flatMap(({ of }) => {
    const fits = examples.map(({ design, observations }) => fitLine(design, observations.map(of)));
    const scale = Math.sqrt(fits.reduce((sum, { variation }) => sum + variation, 0));
    return fits.map((line) => ({ line, scale }));
  }));
}

/** The borders between both sides on all examples: a residual is the distance from a border. */
function bordersOf(
  examples: readonly ExampleObservations[],
  residuals: readonly Residual[],
): LinearModel {
  return modelOf(residuals.flatMap(({ of }) =>
    examples.map(({ design, observations }) => {
      const line = fitNearZero(design, observations.map(of));
      return { line, scale: Math.hypot(...line.slope) };
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
