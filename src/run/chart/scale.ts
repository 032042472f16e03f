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

/** All values are shown unless that makes the range of most of them smaller than one in this many. */
const mostStretch = 3;

/**
 * The range that shows the values well: all of them, or, when a few are far away, most of them. Those in `required`
 * are within it.
 */
export function visibleRange(values: readonly number[], required: readonly number[]): Range {
  const sorted = values.map(bounded).sort((a, b) => a - b);
  const needed = required.map(bounded);
  const [all, most] = [
    rangeOf([at(sorted, 0), at(sorted, 1), ...needed]),
    rangeOf([at(sorted, 0.1), at(sorted, 0.9), ...needed]),
  ];
  const width = (most.high - most.low) || Math.abs(most.high) * 0.01 || 1;
  const low = most.low - all.low <= (mostStretch - 1) * width ? all.low : most.low;
  const high = all.high - most.high <= (mostStretch - 1) * width ? all.high : most.high;
  const margin = (high - low || width) * 0.08;
  return { low: low - margin, high: high + margin };
}

/** A value within the numbers that can be drawn. */
export function bounded(value: number): number {
  return Math.min(farthest, Math.max(-farthest, value));
}

/** A value of a sorted list by its share from the left; NaN for an empty list. */
function at(sorted: readonly number[], share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
}

function rangeOf(values: readonly number[]): Range {
  const known = values.filter(Number.isFinite);
  return { low: Math.min(...known), high: Math.max(...known) };
}

/** Round numbers within a range, about `count` of them. */
export function ticks({ low, high }: Range, count: number): number[] {
  const step = tickStep(high - low, count);
  const first = Math.ceil(low / step);
  const length = Math.max(0, Math.floor(high / step) - first + 1);
  return Array.from({ length: Math.min(length, 3 * count) }, (_, i) => (first + i) * step);
}

function tickStep(width: number, count: number): number {
  const rough = width / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((factor) => factor * power).find((value) => value >= rough) ?? rough;
}

/** A tick's number, with the digits that tell it from its neighbours. */
export function tickText(value: number, step: number): string {
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const isPlain = Math.abs(value) < 1e6 && digits <= 5;
  if (value === 0 || Math.abs(value) < step / 1e6) return "0";
  const text = isPlain
    ? value.toLocaleString("en-US", {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    : value.toExponential(Math.min(4, Math.max(0, Math.floor(Math.log10(Math.abs(value) / step)))));
  return text.replace("-", "−");
}
