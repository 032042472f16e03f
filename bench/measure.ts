/**
 * Measurement and output of all benchmarks: medians, and ratios to a reference measured in the same run.
 *
 * @module
 */

/** One line of a table: a figure and its reference from the same run. */
export interface Row {
  readonly what: string;
  readonly unit: "ms" | "µs" | "MB" | "bytes";
  readonly ours: number;
  /** The reference. */
  readonly beside: string;
  readonly other: number;
  /** Upper bound of the ratio; Infinity when there is no goal. */
  readonly target: number;
}

/** The median of some values. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** The median time of some runs, in milliseconds. */
export async function timed(rounds: number, run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return median(times);
}

/** Measures two functions alternately, so that other load affects both; returns both medians. */
export async function beside(
  rounds: number,
  left: () => Promise<number>,
  right: () => Promise<number>,
): Promise<[number, number]> {
  const pairs: [number, number][] = [];
  for (let round = 0; round < rounds; round++) pairs.push([await left(), await right()]);
  return [median(pairs.map(([left]) => left)), median(pairs.map(([, right]) => right))];
}

/** Prints rows as a table, or as JSON with `--json`. */
export function print(rows: readonly Row[]): void {
  if (Deno.args.includes("--json")) return console.log(JSON.stringify(rows));
  for (const { what, unit, ours, beside, other, target } of rows) {
    const ratio = ours / other;
    const limit = Number(target.toFixed(2));
    const verdict = target === Infinity ? "" : ratio <= target ? `≤ ${limit} ✓` : `> ${limit} ✗`;
    console.log(
      `${what.padEnd(50)}${ours.toFixed(2).padStart(9)} ${unit.padEnd(6)}` +
        `${ratio.toFixed(2).padStart(7)} × ${beside} (${other.toFixed(2)}) ${verdict}`,
    );
  }
}
