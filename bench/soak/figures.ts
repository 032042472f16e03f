/**
 * The figures of a long run and their output.
 *
 * @module
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { sandboxChildren } from "../../tests/sandbox/hostile/host_state.ts";

/** The counts of a run. */
export interface Figures {
  /** Name and figure, in display order. */
  readonly rows: readonly (readonly [string, string])[];
  /** Faults, as text. */
  readonly faults: readonly string[];
}

/** Resources held by this process. */
export interface HostFigures {
  readonly rssMb: number;
  readonly heapMb: number;
  readonly descriptors: number;
  readonly children: number;
}

/** A finished run. */
export interface Run {
  readonly name: string;
  readonly seconds: number;
  readonly figures: Figures;
  readonly before: HostFigures;
  readonly after: HostFigures;
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void; // V8's own function, exposed by that flag

/** Measures this process after a garbage collection; descriptors only on Linux. */
export function hostFigures(): HostFigures {
  collectGarbage();
  const { rss, heapUsed } = Deno.memoryUsage();
  const isLinux = Deno.build.os === "linux";
  return {
    rssMb: rss / 2 ** 20,
    heapMb: heapUsed / 2 ** 20,
    descriptors: isLinux ? [...Deno.readDirSync("/proc/self/fd")].length : 0,
    children: sandboxChildren().length,
  };
}

/** The quantile of some values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** `p50 1.2 ms, p99 3.4 ms`. */
export function spread(ms: readonly number[]): string {
  const [p50, p99] = [0.5, 0.99].map((share) => quantile(ms, share).toFixed(2));
  return `p50 ${p50} ms, p99 ${p99} ms`;
}

/** Counts by name. */
export function countBy(names: Iterable<string>): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort().map(([name, count]) => `${count} ${name}`).join(", ");
}

/** Prints a run as a table, or as a line of JSON. */
export function print({ name, seconds, figures, before, after }: Run, isJson: boolean): void {
  if (isJson) return console.log(JSON.stringify({ name, seconds, ...figures, before, after }));
  const rows = [
    ...figures.rows,
    ["memory of the host", `${before.rssMb.toFixed(0)} → ${after.rssMb.toFixed(0)} MB`],
    ["heap of the host", `${before.heapMb.toFixed(0)} → ${after.heapMb.toFixed(0)} MB`],
    ["descriptors", `${before.descriptors} → ${after.descriptors}`],
    ["processes left", String(after.children)],
    ["faults", figures.faults.length === 0 ? "none" : figures.faults.slice(0, 5).join("; ")],
  ] as const;
  console.log(`\n${name}, ${seconds.toFixed(1)} s`);
  for (const [what, figure] of rows) console.log(`  ${what.padEnd(24)} ${figure}`);
}
