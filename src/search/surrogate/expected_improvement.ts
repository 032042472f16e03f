/**
 * How much better a point is expected to be than the best known one.
 *
 * @module
 */
import type { Prediction } from "./gaussian_process.ts";
import { normalDensity, normalShare } from "./normal.ts";

/** The expected reduction below the least loss (equation 15 of Jones, Schonlau and Welch, 1998). */
export function expectedImprovement({ mean, deviation }: Prediction, least: number): number {
  if (deviation === 0) return Math.max(0, least - mean);
  const gain = (least - mean) / deviation;
  return deviation * (gain * normalShare(gain) + normalDensity(gain));
}
