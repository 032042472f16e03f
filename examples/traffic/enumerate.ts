/**
 * Computes the delay of all 5,776 timings and of the controllers, for the other methods to be compared with:
 * `deno run -A examples/traffic/enumerate.ts` takes some minutes and writes `optimum.json`.
 *
 * @module
 */
import { meanFlows } from "./demand.ts";
import { scats } from "./scats.ts";
import { type Controller, fixedTime, greenRange, type GreenTimes } from "./signal.ts";
import { websterGreens } from "./webster.ts";
import { delayOver, otherDays, start, week } from "./week.ts";

/** Seconds that a vehicle loses on average. */
export interface Delays {
  /** In the week that green times are chosen for. */
  readonly delay: number;
  /** On ten other days. */
  readonly delayOnOtherDays: number;
}

/** Green times with their delays. */
export type Timing = GreenTimes & Delays;

/** What `optimum.json` holds. */
export interface Enumeration {
  /** The best of all timings. */
  readonly optimum: Timing;
  readonly start: Timing;
  /** Webster's timing for the mean flows. */
  readonly webster: Timing;
  /** A controller like SCATS, by the green times that it begins with. */
  readonly scats: { readonly fromStart: Delays; readonly fromWebster: Delays };
  readonly landscape: Landscape;
}

/** Facts about the delays of all timings. */
export interface Landscape {
  readonly timings: number;
  /** Timings of which no neighbour, among eight, is better. */
  readonly localMinima: number;
  /** Share of the timings within a share of the optimum. */
  readonly within: { readonly "1 %": number; readonly "5 %": number; readonly "10 %": number };
  readonly median: number;
  readonly worst: number;
}

const { min, max } = greenRange;
const side = max - min + 1;

/** The delay of every timing; Those with the same `eastWest` are side by side. */
export function allDelays(delayAt: (greens: GreenTimes) => number): number[] {
  return Array.from(
    { length: side * side },
    (_, at) => delayAt({ eastWest: min + Math.floor(at / side), northSouth: min + at % side }),
  );
}

/** Facts about the delays of all timings. */
export function landscapeOf(delays: readonly number[]): Landscape {
  const best = Math.min(...delays);
  const shareWithin = (share: number) =>
    delays.filter((delay) => delay <= best * (1 + share)).length / delays.length;
  return {
    timings: delays.length,
    localMinima:
      delays.filter((delay, at) => neighbours(at).every((near) => delays[near]! >= delay)) // !: within
        .length,
    within: { "1 %": shareWithin(0.01), "5 %": shareWithin(0.05), "10 %": shareWithin(0.1) },
    median: delays.toSorted((a, b) => a - b)[Math.floor(delays.length / 2)]!, // not empty
    worst: Math.max(...delays),
  };
}

/** The places around one, at most eight. */
function neighbours(at: number): number[] {
  const around = [-1, 0, 1];
  return around.flatMap((down) =>
    around.flatMap((right) => {
      const [row, column] = [Math.floor(at / side) + down, at % side + right];
      const isInside = row >= 0 && row < side && column >= 0 && column < side;
      return isInside && (down !== 0 || right !== 0) ? [row * side + column] : [];
    })
  );
}

/** The delays with a controller. */
function delaysWith(controller: Controller): Delays {
  return {
    delay: delayOver(week, controller).meanDelay,
    delayOnOtherDays: delayOver(otherDays, controller).meanDelay,
  };
}

/** A timing with its delays. */
function timing(greens: GreenTimes): Timing {
  return { ...greens, ...delaysWith(fixedTime(greens)) };
}

if (import.meta.main) {
  const begun = performance.now();
  const delays = allDelays((greens) => delayOver(week, fixedTime(greens)).meanDelay);
  const perHalfHour = (performance.now() - begun) / delays.length / week.length;
  const best = delays.indexOf(Math.min(...delays));
  const webster = websterGreens(meanFlows);
  const enumeration: Enumeration = {
    optimum: timing({ eastWest: min + Math.floor(best / side), northSouth: min + best % side }),
    start: timing(start),
    webster: timing(webster),
    scats: {
      fromStart: delaysWith(scats(start)),
      fromWebster: delaysWith(scats(webster)),
    },
    landscape: landscapeOf(delays),
  };
  console.log(enumeration, `${perHalfHour.toFixed(1)} ms for each simulated half hour`);
  await Deno.writeTextFile(
    new URL("optimum.json", import.meta.url),
    `${JSON.stringify(enumeration, null, 2)}\n`,
  );
}
