/**
 * Moves a number within its domain.
 *
 * @module
 */
import { chance, drawMagnitude, drawNormal, type Random } from "../draw.ts";
import type { NumberDomain } from "../space/domain.ts";
import { numberWithin } from "./number_within.ts";

/** Ratio of the bounds from which a positive number also moves by factors. */
const wideRatio = 100;

/**
 * A number near the given one. The size of the step is drawn from many orders of magnitude, so that near and far
 * values are both tried without a step size to adapt.
 */
export function moveNumber(value: number, domain: NumberDomain, random: Random): number {
  const { least, most, isWhole, step = isWhole ? 1 : undefined } = domain;
  const range = Number.isFinite(most - least) ? most - least : Math.max(1, Math.abs(value)) * 4;
  const isWide = least >= 0 && value > 0 && most / Math.max(least, most * 1e-9) > wideRatio;
  const next = isWide && chance(random, 0.5)
    ? value * Math.exp(drawNormal(random) * drawMagnitude(random, 0.01, 2))
    : value + drawNormal(random) * range * drawMagnitude(random, 1e-4, 0.5);
  const moved = numberWithin(next, domain, value) ?? value;
  if (moved !== value || step === undefined) return moved;
  const sign = chance(random, 0.5) ? 1 : -1;
  const neighbours = [value + sign * step, value - sign * step];
  return neighbours.map((wanted) => numberWithin(wanted, domain)).find((near) =>
    near !== undefined && near !== value
  ) ?? value;
}

/** A number of a domain, drawn anew: anywhere between its bounds, over their magnitudes where these differ much. */
export function drawNumber(domain: NumberDomain, random: Random): number | undefined {
  const { least, most } = domain;
  if (!Number.isFinite(least) && !Number.isFinite(most)) {
    return numberWithin(drawNormal(random) * drawMagnitude(random, 0.1, 100), domain);
  }
  if (!Number.isFinite(least)) return numberWithin(most - drawMagnitude(random, 0.01, 100), domain);
  if (!Number.isFinite(most)) return numberWithin(least + drawMagnitude(random, 0.01, 100), domain);
  const isWide = least > 0 && most / least > wideRatio;
  return isWide && chance(random, 0.5)
    ? numberWithin(drawMagnitude(random, least, most), domain)
    : numberWithin(least + random() * (most - least), domain, least);
}
