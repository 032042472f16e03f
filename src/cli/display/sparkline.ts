/**
 * A row of numbers as a row of bars.
 *
 * @module
 */

const bars = "▁▂▃▄▅▆▇█";

/** The numbers as bars between their own smallest and largest, at most `width` of them. */
export function sparkline(values: readonly number[], width: number): string {
  const shown = squeeze(values.filter(Number.isFinite), Math.max(1, width));
  const low = Math.min(...shown);
  const high = Math.max(...shown);
  return shown
    .map((value) => bars[high === low ? 0 : Math.round((value - low) / (high - low) * 7)])
    .join("");
}

/** Keeps the last value of each of `width` equal sections. */
function squeeze(values: readonly number[], width: number): number[] {
  if (values.length <= width) return [...values];
  return Array.from(
    { length: width },
    (_, i) => values[Math.ceil((i + 1) * values.length / width) - 1] ?? 0,
  );
}
