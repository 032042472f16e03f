/**
 * Compares trials that met different examples.
 *
 * @module
 */
import { differenceOf, meanOf } from "../propagate/mean.ts";

/** The numbers of a trial that are compared. */
interface Scored {
  readonly score: number | null;
  /** By example. */
  readonly scores: Readonly<Record<string, number | null>>;
}

/** The scores of a trial by example. */
export type ExampleScores = readonly (readonly [example: string, score: number])[];

/** The numbers among a trial's scores; one without scores of single examples counts as measured on one. */
export function exampleScores({ score, scores }: Scored): ExampleScores {
  if (score === null || !Number.isFinite(score)) return [];
  const known = Object.entries(scores)
    .filter((entry): entry is [string, number] => Number.isFinite(entry[1]));
  return known.length > 0 ? known : [["", score]];
}

/**
 * The mean score of all accepted trials on each example; of all trials where none was accepted.
 *
 * Only accepted candidates met all examples; the last examples of a race were met by good candidates alone.
 */
export function usualScores(
  all: readonly {
    readonly trial: { readonly isAccepted: boolean };
    readonly scores: ExampleScores;
  }[],
): ReadonlyMap<string, number> {
  const accepted = all.filter(({ trial }) => trial.isAccepted);
  const usual = (accepted.length > 0 ? accepted : all).flatMap(({ scores }) => scores);
  const byExample = Map.groupBy(usual, ([example]) => example);
  return new Map(
    [...byExample].map(([example, found]) => [example, meanOf(found.map(([, score]) => score))]),
  );
}

/** The mean difference to the usual scores, with one more example of no difference, because few examples prove little. */
export function leadOf(scores: ExampleScores, usual: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [example, score] of scores) sum += differenceOf(score, usual.get(example) ?? score);
  if (Number.isFinite(sum)) return sum / (scores.length + 1);
  const leads = scores.map(([example, score]) => differenceOf(score, usual.get(example) ?? score));
  return meanOf([...leads, 0]);
}
