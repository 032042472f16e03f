/**
 * A distance from right with its side, and the lines through it.
 *
 * @module
 */
import { designOf, fitLine, type LinearFit } from "./linear_fit.ts";
import type { ExampleObservations } from "./neighbourhood.ts";
import type { Observation } from "./observations.ts";

/** How far an output is from right, and on which side: 0 is right. */
export interface Residual {
  /** The number of the phrase that it reads; none where it reads no phrase. */
  readonly phrase: number | null;
  /** Null where it is unknown. */
  of(observation: Observation): number | null;
  /** How much of it is predicted from other candidates: 1 for all of it, 0 for no more than its mean tells. */
  readonly share: number;
}

/** Share of the candidates of an example of which a residual must be known. */
const leastKnown = 0.8;

/** The candidates of an example of which a residual is known, with the residuals; null where it is too few. */
export function knownOf(
  { design, observations }: ExampleObservations,
  of: Residual["of"],
): { readonly design: ExampleObservations["design"]; readonly measured: readonly number[] } | null {
  const all = observations.map(of);
  if (all.every((each) => each !== null)) return { design, measured: all };
  const known = all.flatMap((each, at) => each === null ? [] : [{ each, at }]);
  if (known.length < leastKnown * all.length) return null;
  const part = designOf({
    points: known.map(({ at }) => design.points[at]!), // !: here and below, one for each observation
    weights: known.map(({ at }) => design.weights[at]!),
  });
  return part && { design: part, measured: known.map(({ each }) => each) };
}

/** The line through a residual on an example; null where it is too little known. */
export function lineThrough(example: ExampleObservations, of: Residual["of"]): LinearFit | null {
  const known = knownOf(example, of);
  return known && fitLine(known.design, known.measured);
}

/** Share of a variation that is predicted; none where it is not a number. */
export function shareOf(error: number, variation: number): number {
  const share = 1 - error / variation;
  return Number.isFinite(share) ? share : 0;
}
