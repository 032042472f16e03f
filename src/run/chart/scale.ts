/**
 * Ranges, ticks and numbers of an axis.
 *
 * @module
 */

/** The bounds of an axis. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Values beyond these are drawn there, so that differences of coordinates stay finite. */
const farthest = 1e300;

/** A range may exceed that of most values by this many of its widths on each side. */
const reach = 3;

/**
 * The range that shows the values well: all of them, or, when a few are far away, most of them. Those in `required`
 * are within it.
 */
export function visibleRange(values: readonly number[], required: readonly number[]): Range {
  const sorted = values.map(clamped).sort((a, b) => a - b);
  const needed = required.map(clamped);
  const [all, most] = [
    rangeOf([at(sorted, 0), at(sorted, 1), ...needed]),
    rangeOf([at(sorted, 0.25), at(sorted, 0.9), ...needed]), // the worse half matters less
  ];
  const width = (most.high - most.low) || Math.abs(most.high) * 0.01 || 1;
  const low = Math.max(all.low, most.low - reach * width);
  const high = Math.min(all.high, most.high + reach * width);
  const margin = (high - low || width) * 0.08;
  return { low: low - margin, high: high + margin };
}

/** A value within the numbers that can be drawn. */
export function clamped(value: number): number {
  return Math.min(farthest, Math.max(-farthest, value));
}

/** A value of a sorted list by its share from the left; NaN for an empty list. */
function at(sorted: readonly number[], share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
}

function rangeOf(values: readonly number[]): Range {
  const known = values.filter(Number.isFinite);
  return {
    low: known.reduce((least, value) => Math.min(least, value), Infinity),
    high: known.reduce((most, value) => Math.max(most, value), -Infinity),
  };
}

/** Round numbers within a range, about `count` of them. */
export function ticks(range: Range, count: number): number[] {
  const { low, high } = range;
  const step = tickStep(range, count);
  const first = Math.ceil(low / step);
  const length = Math.max(0, Math.floor(high / step) - first + 1);
  return Array.from({ length: Math.min(length, 3 * count) }, (_, i) => (first + i) * step);
}

/** The distance of ticks. */
export function tickStep({ low, high }: Range, count: number): number {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((factor) => factor * power).find((value) => value >= rough) ?? rough;
}

/** A tick's number, with the digits that tell it from its neighbours. */
export function tickText(value: number, step: number): string {
  if (Math.abs(value) < step / 1e6) return "0";
  const power = Math.floor(Math.log10(step));
  const digits = Math.max(0, -power);
  const text = Math.abs(value) < 1e6 && digits <= 5
    ? value.toLocaleString("en-US", {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    : value.toExponential(
      Math.min(4, Math.max(0, Math.floor(Math.log10(Math.abs(value))) - power)),
    );
  return text.replaceAll("-", "−");
}
