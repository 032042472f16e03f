/**
 * Finds sides where no phrase tells them: the side of an output is that of a line, and the line is fitted to the distances with
 * these sides, in turns.
 *
 * @module
 */
import { type Design, fitLine, heightOf, type Line, type LinearFit } from "./linear_fit.ts";
import type { Measure } from "./measures.ts";
import type { ExampleObservations } from "./neighbourhood.ts";
import type { Observation } from "./observations.ts";
import { type Residual, shareOf } from "./residual.ts";

/** The distance of the nearest candidate, as a share of a usual one and on most examples, that shows that 0 can be reached. */
const mostNearest = 0.25;

/** Turns at most, and beginnings: both sides along one coordinate. */
const mostTurns = 8;
const mostBeginnings = 6;

/** A measure with such sides; null where no example has a line, or 0 seems out of reach. */
export function fittedSides(
  examples: readonly ExampleObservations[],
  measure: Measure,
): Residual | null {
  const heights = new Map<string, (vector: Float64Array) => number>();
  const nearest: number[] = [];
  let [error, variation] = [0, 0];
  for (const { design, observations } of examples) {
    const distances = observations.map((each) => Math.abs(measure.of(each) ?? NaN));
    const fit = fitBothSides(design, distances);
    const [first] = observations;
    if (fit === null || first === undefined) continue; // all candidates do alike
    nearest.push(Math.min(...distances) / middleOf(distances));
    error += fit.error;
    variation += fit.variation;
    heights.set(first.example, heightsOf(fit, design, first));
  }
  if (!(middleOf(nearest) <= mostNearest)) return null;
  const of = (observation: Observation) => {
    const height = heights.get(observation.example)?.(observation.vector) ?? 0;
    const distance = measure.of(observation);
    return distance === null ? null : height < 0 ? -distance : distance;
  };
  return { phrase: null, of, share: shareOf(error, variation) };
}

/** NaN of none. */
function middleOf(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? NaN;
}

/** The height of a line above any vector. @param first the observation at the first point of the design */
function heightsOf(line: Line, design: Design, { vector: first }: Observation) {
  const place = first.map((position, at) => position - design.points[0]![at]!); // !: here and below, as many
  return (vector: Float64Array) =>
    heightOf(line, vector.map((position, at) => position - place[at]!));
}

/** The surest line through distances with sides of its own; null where they are all alike. */
function fitBothSides(design: Design, distances: readonly number[]): LinearFit | null {
  const { points } = design;
  const nearest = points[distances.indexOf(Math.min(...distances))];
  if (nearest === undefined) return null;
  const beginnings = Array.from(
    nearest.slice(0, mostBeginnings),
    (middle, along) => points.map((point) => point[along]! < middle ? -1 : 1),
  ); // !: here and below, as many
  const fits = [distances.map(() => 1), ...beginnings].flatMap((beginning) => {
    const found: LinearFit[] = [];
    let sides: readonly number[] = beginning;
    for (let turn = 0; turn < mostTurns; turn++) {
      const fit = fitLine(design, distances.map((distance, at) => distance * sides[at]!));
      found.push(fit);
      const next = points.map((point) => heightOf(fit, point) < 0 ? -1 : 1);
      if (next.every((side, at) => side === sides[at])) break;
      sides = next;
    }
    return found;
  });
  const sure = fits.filter(({ variation }) => variation > 0);
  if (sure.length === 0) return null;
  return sure.reduce((one, other) =>
    other.error / other.variation < one.error / one.variation ? other : one
  );
}
