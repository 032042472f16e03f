/**
 * What may measure how far an output is from right: what is missing to the best score, numbers in the feedback, and metrics.
 *
 * @module
 */
import type { Observation } from "./observations.ts";

/** A number for each observation. */
export interface Measure {
  /** The number of the phrase that it reads; none for scores and metrics. */
  readonly phrase: number | null;
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
  return { phrase: null, isSigned: false, of: ({ missing }) => read(missing) };
}

/** Most metrics that are looked at, and most numbers and metrics that are taken. */
const mostMetrics = 32;
const mostTold = 6;

/** Share of the pairs of one example's observations that a measure must order like their scores. */
const leastAgreement = 0.9;

/**
 * Numbers of phrases, differences of two, and metrics, whose distance from 0 orders outputs as the scores do. Where all scores are
 * equal, all numbers and metrics, and of differences those to a number that is the same for all candidates: to the right output.
 */
export function toldMeasures(byExample: ByExample): readonly Measure[] {
  const all = byExample.flat();
  const count = Math.max(0, ...all.map(({ phrases }) => phrases.length));
  const metrics = [...new Set(all.flatMap(({ metrics }) => Object.keys(metrics)))].sort();
  const candidates = [
    ...Array.from({ length: count }, (_, phrase) => numberMeasures(phrase, byExample)).flat(),
    ...metrics.slice(0, mostMetrics).map(metricMeasure),
  ];
  return candidates.map(({ of, phrase, isPlausible }) => {
    const told = distanceIn(of);
    const values = all.map(told).filter((value) => value !== null);
    const isSigned = values.some((value) => value < 0);
    const changes = new Set(values).size > 1;
    const agrees = changes ? agreement(told, byExample) ?? Number(isPlausible) : 0;
    return { phrase, of: told, isSigned, agrees };
  }).filter(({ agrees }) => agrees >= leastAgreement)
    .sort((one, other) => other.agrees - one.agrees)
    .slice(0, mostTold);
}

/** What is told, and 0 of an output that is right where nothing is told of it. */
function distanceIn(of: Measure["of"]): Measure["of"] {
  return (observation) => of(observation) ?? (observation.missing === 0 ? 0 : null);
}

/** A measure of which it is not known yet what it measures. */
interface Candidate extends Pick<Measure, "phrase" | "of"> {
  /** Whether it may be a distance where scores tell nothing: not a difference of two numbers that both change. */
  readonly isPlausible: boolean;
}

function numberMeasures(phrase: number, byExample: ByExample): readonly Candidate[] {
  const numberAt = (at: number) => ({ phrases }: Observation) =>
    phrases[phrase]?.numbers[at] ?? null;
  const counts = byExample.flat().map(({ phrases }) => phrases[phrase]?.numbers.length ?? 0);
  const numbers = Array.from({ length: Math.max(0, ...counts) }, (_, at) => ({
    of: numberAt(at),
    isTarget: byExample.every((each) =>
      new Set(each.map(numberAt(at)).filter((value) => value !== null)).size <= 1
    ),
  }));
  return numbers.flatMap((one, at): readonly Candidate[] => [
    { phrase, of: one.of, isPlausible: true },
    ...numbers.slice(0, at).map((other) => ({
      phrase,
      of: (observation: Observation) => {
        const [minuend, subtrahend] = [one.of(observation), other.of(observation)];
        return minuend === null || subtrahend === null ? null : minuend - subtrahend;
      },
      isPlausible: one.isTarget !== other.isTarget,
    })),
  ]);
}

function metricMeasure(name: string): Candidate {
  return {
    ...{ phrase: null, isPlausible: true },
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
        if (Math.sign(one.missing - other.missing) === Math.sign(one.size - other.size)) agreeing++;
      }
    }
  }
  return pairs === 0 ? null : agreeing / pairs;
}
