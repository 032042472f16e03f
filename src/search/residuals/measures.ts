/**
 * What may measure how far an output is from right: what is missing to the best score, numbers in the feedback, and metrics.
 *
 * @module
 */
import type { Observation } from "./observations.ts";

/** A number for each observation. */
export interface Measure {
  /** The place of the phrase that it reads; none for scores and metrics. */
  readonly place: number | null;
  /** Whether it is negative for some: then its sign tells the side. */
  readonly isSigned: boolean;
  /** Null where an observation has no such number. */
  of(observation: Observation): number | null;
}

/** Observations of several candidates, by example. */
type ByExample = readonly (readonly Observation[])[];

/** What scores may be: a distance, or a squared one. */
export const distanceMeasures: readonly Measure[] = [
  missingMeasure((missing) => missing),
  missingMeasure(Math.sqrt),
];

/** Whether an output is right. */
export const rightMeasure: Measure = missingMeasure(Math.sign);

function missingMeasure(read: (missing: number) => number): Measure {
  return { place: null, isSigned: false, of: ({ missing }) => read(missing) };
}

/** Most metrics that are looked at. */
const mostMetrics = 8;

/** Share of the pairs of one example's observations that a measure must order like their scores. */
const leastAgreement = 0.9;

/**
 * Numbers of phrases, differences of two, and metrics, whose distance from 0 orders outputs as the scores do. Where all scores are
 * equal, differences to a number that is the same for all candidates: to the right output.
 */
export function toldMeasures(byExample: ByExample): readonly Measure[] {
  const all = byExample.flat();
  const places = Math.max(0, ...all.map(({ phrases }) => phrases.length));
  const metrics = [...new Set(all.flatMap(({ metrics }) => Object.keys(metrics)))].sort();
  return [
    ...Array.from({ length: places }, (_, place) => numberMeasures(place, byExample)).flat(),
    ...metrics.slice(0, mostMetrics).map(metricMeasure),
  ].filter(({ of, isFromTarget }) =>
    (agreement(of, byExample) ?? Number(isFromTarget)) >= leastAgreement
  )
    .map(({ of, place }) => ({ of, place, isSigned: all.some((each) => (of(each) ?? 0) < 0) }));
}

/** A measure of which it is not known yet what it measures. */
interface Candidate extends Pick<Measure, "place" | "of"> {
  /** Whether it is the difference to a number that is the same for all candidates. */
  readonly isFromTarget: boolean;
}

function numberMeasures(place: number, byExample: ByExample): readonly Candidate[] {
  const numberAt = (at: number) => ({ phrases }: Observation) =>
    phrases[place]?.numbers[at] ?? null;
  const counts = byExample.flat().map(({ phrases }) => phrases[place]?.numbers.length ?? 0);
  const numbers = Array.from({ length: Math.max(0, ...counts) }, (_, at) => ({
    of: numberAt(at),
    isTarget: byExample.every((each) => new Set(each.map(numberAt(at))).size === 1),
  }));
  return numbers.flatMap((one, at): readonly Candidate[] => [
    { place, of: one.of, isFromTarget: false },
    ...numbers.slice(0, at).map((other) => ({
      place,
      of: (observation: Observation) => {
        const [minuend, subtrahend] = [one.of(observation), other.of(observation)];
        return minuend === null || subtrahend === null ? null : minuend - subtrahend;
      },
      isFromTarget: one.isTarget !== other.isTarget,
    })),
  ]);
}

function metricMeasure(name: string): Candidate {
  return {
    ...{ place: null, isFromTarget: false },
    of: ({ metrics }) => {
      const value = Object.hasOwn(metrics, name) ? metrics[name]! : NaN; // !: its own
      return Number.isFinite(value) ? value : null;
    },
  };
}

/** Share of the pairs with different scores whose distances from 0 are in the same order; null without a pair. */
function agreement(of: Measure["of"], byExample: ByExample): number | null {
  let [pairs, agreeing] = [0, 0];
  for (const observations of byExample) {
    const known = observations.flatMap((each) => {
      const value = of(each);
      return value === null ? [] : [{ missing: each.missing, size: Math.abs(value) }];
    });
    for (const [at, one] of known.entries()) {
      for (const other of known.slice(at + 1)) {
        if (one.missing === other.missing) continue;
        pairs++;
        if (one.missing > other.missing === one.size > other.size) agreeing++;
      }
    }
  }
  return pairs === 0 ? null : agreeing / pairs;
}
