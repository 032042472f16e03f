/**
 * Brings a number into its domain.
 *
 * @module
 */
import { roundedTo } from "../rounded_to.ts";
import { isWithin } from "../space/is_within.ts";
import type { NumberDomain } from "../space/domain.ts";

/** Share of a move that may be rounded away. */
const grain = 1e-3;

/**
 * The number of a domain that is nearest to a wanted one; undefined where there is none.
 *
 * A number keeps as many digits as tell it from `from`, the number it was moved from, to a thousandth of the move: small moves
 * reach all digits, large ones give numbers that are easy to read.
 */
export function numberWithin(
  wanted: number,
  domain: NumberDomain,
  from?: number,
): number | undefined {
  const { least, most, isWhole, step = isWhole ? 1 : undefined } = domain;
  const bounded = Math.min(Math.max(wanted, least, -Number.MAX_VALUE), most, Number.MAX_VALUE);
  const near = step === undefined
    ? [
      roundedTo(bounded, grain * Math.abs(bounded - (from ?? 0))),
      bounded,
      ...inside(bounded, domain),
    ]
    : [Math.round(bounded / step), Math.ceil(least / step), Math.floor(most / step)]
      .flatMap((multiple) => [multiple, multiple + 1, multiple - 1])
      .map((multiple) => Number((multiple * step).toPrecision(15)));
  return near.find((number) => isWithin(number, domain));
}

/** Numbers just inside of the bound that is nearest, for bounds that are themselves outside. */
function inside(bounded: number, { least, most }: NumberDomain): readonly number[] {
  const isLow = bounded - least <= most - bounded;
  const bound = isLow ? least : most;
  const width = Number.isFinite(most - least) ? most - least : Math.max(1, Math.abs(bound));
  return [1e-9, 1e-6, 1e-3, 0.5].map((share) => bound + (isLow ? 1 : -1) * width * share);
}
