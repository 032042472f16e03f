/**
 * Finds the step that the slopes at a base promise most of: sequential linear programming within a reach.
 *
 * (Fletcher and Sainz de la Maza, Nonlinear Programming and Nonsmooth Optimization by Successive Linear Programming,
 * Mathematical Programming 43, 1989.)
 *
 * @module
 */
import { boundsOf } from "../coordinates.ts";
import { margin } from "./constrained_state.ts";
import { bestOf, type Row, valueOf } from "./linear_program.ts";
import type { Slope } from "./known_slopes.ts";
import { nearNumbers, type SlopesRequest } from "./slopes.ts";

/** A step from a base. */
export interface NextStep {
  readonly step: Float64Array;
  /** Rise of the merit that the slopes promise. */
  readonly promised: number;
}

/** The spans with those of the numbers whose slopes are known anew. */
export function spansWith(spans: Float64Array, slopes: readonly Slope[]): Float64Array {
  const after = spans.slice();
  for (const { number } of slopes) after[number] = 0;
  for (const { number, slope } of slopes) after[number]! += Math.abs(slope); // one for each
  return after;
}

/**
 * The best step within the reach and the bounds. Distances are divided by the reach and slopes by their spans, so that the
 * numbers of the program are of the order of 1.
 */
export function nextStep(
  request: Pick<SlopesRequest, "frame" | "base" | "measured" | "known" | "spans" | "reach">,
  weight: number,
): NextStep {
  const { frame, base, measured, known, spans, reach } = request;
  const scale = spans[0]! || 1; // the span of the score
  const gain = new Float64Array(base.length);
  const score = known.get(0);
  for (const [at, place] of (score?.places ?? []).entries()) {
    gain[place] = score!.slopes[at]! / scale; // one for each
  }
  const rows: readonly Row[] = nearNumbers(request).slice(1).map((number) => {
    const { places = [], slopes = [] } = known.get(number) ?? {};
    const span = spans[number]!; // here and below: one for each
    return {
      slack: (measured[number]! / span - margin) / reach,
      places,
      slopes: slopes.map((slope) => slope / span),
    };
  });
  const bounds = frame.coordinates.map(boundsOf);
  const least = base.map((position, place) => Math.max(-1, (bounds[place]![0] - position) / reach));
  const most = base.map((position, place) => Math.min(1, (bounds[place]![1] - position) / reach));
  const best = bestOf({ gain, rows, least, most, penalty: weight });
  const lacked = rows.reduce((sum, { slack }) => sum + Math.max(0, -slack), 0);
  const lacks = rows.reduce((sum, row) => sum + Math.max(0, -valueOf(row, best)), 0);
  const rise = gain.reduce((sum, value, place) => sum + value * best[place]!, 0);
  return {
    step: best.map((share) => share * reach),
    promised: reach * scale * (rise + weight * (lacked - lacks)),
  };
}
