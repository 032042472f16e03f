/**
 * How every benchmark measures and shows: medians, and ratios against something measured in the same run.
 *
 * @module
 */

/** One line of a table: a figure beside another of the same run. */
export interface Row {
  readonly what: string;
  readonly unit: "ms" | "µs" | "MB" | "bytes";
  readonly ours: number;
  /** What it is compared with. */
  readonly beside: string;
  readonly other: number;
  /** What the ratio should not exceed; Infinity for a comparison without a goal. */
  readonly target: number;
}

/** The middle of some values. */
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

/** Measures two things turn by turn, so that a busy moment of the machine hits both; the medians of each. */
export async function beside(
  rounds: number,
  left: () => Promise<number>,
  right: () => Promise<number>,
): Promise<[number, number]> {
  const pairs: [number, number][] = [];
  for (let round = 0; round < rounds; round++) pairs.push([await left(), await right()]);
  return [median(pairs.map(([left]) => left)), median(pairs.map(([, right]) => right))];
}

/** Prints rows for people, or as JSON when `--json` was given. */
export function print(rows: readonly Row[]): void {
  if (Deno.args.includes("--json")) return console.log(JSON.stringify(rows));
  for (const { what, unit, ours, beside, other, target } of rows) {
    const ratio = ours / other;
    const verdict = target === Infinity ? "" : ratio <= target ? `≤ ${target} ✓` : `> ${target} ✗`;
    console.log(
      `${what.padEnd(50)}${ours.toFixed(2).padStart(9)} ${unit.padEnd(6)}` +
        `${ratio.toFixed(2).padStart(7)} × ${beside} (${other.toFixed(2)}) ${verdict}`,
    );
  }
}
