/**
 * What is known of a candidate on an example.
 *
 * @module
 */
import type { Trial } from "../../problem/trial.ts";
import { type Phrase, phrasesOf } from "./phrases.ts";

/** A candidate on an example. */
export interface Observation {
  readonly example: string;
  /** The step that proposed the candidate. */
  readonly step: number;
  /** The numbers of the candidate. */
  readonly vector: Float64Array;
  /** What is missing to the best possible score. */
  readonly missing: number;
  /** What the feedback says. */
  readonly phrases: readonly Phrase[];
  readonly metrics: Readonly<Record<string, number>>;
}

const phrases = new WeakMap<Trial, ReadonlyMap<string, readonly Phrase[]>>();

/** The observations of a trial by example; none of examples where it failed. @param best the best possible score */
export function observationsOf(
  trial: Trial,
  { vector, best }: { readonly vector: Float64Array; readonly best: number },
): ReadonlyMap<string, Observation> {
  const { step, scores, metricsByExample = {} } = trial;
  const said = phrases.get(trial) ?? phrasesIn(trial);
  phrases.set(trial, said);
  return new Map(
    Object.entries(scores).flatMap(([example, score]) =>
      score === null || !Number.isFinite(score) ? [] : [[example, {
        ...{ example, vector, step },
        missing: Math.max(0, best - score),
        phrases: said.get(example) ?? [],
        metrics: metricsByExample[example] ?? {},
      }]]
    ),
  );
}

function phrasesIn({ feedbackByExample = {} }: Trial): ReadonlyMap<string, readonly Phrase[]> {
  return new Map(
    Object.entries(feedbackByExample).map(([example, feedback]) => [example, phrasesOf(feedback)]),
  );
}
