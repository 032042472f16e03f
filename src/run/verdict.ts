/**
 * The judgement on a run: whether its best candidate is better than its start, and how sure that is.
 *
 * @module
 */
import { differenceOf } from "../propagate/mean.ts";
import type { Split } from "../trainer/evaluator.ts";
import { countFailed, isScore, type Score } from "../trainer/scores.ts";
import { type Interval, pairedInterval } from "./paired_interval.ts";
import type { RunView } from "./run_view.ts";

/** The chance of calling a candidate better that is not. */
const error = 0.05;

/** The comparison of the best candidate with the start, on the same examples. */
export interface Verdict {
  readonly kind: "better" | "worse" | "no evidence" | "not measured";
  /** The split that was compared on: test where it was evaluated, else validation or train. */
  readonly split: Split;
  /** The split that chose the best: validation, or train where there is none. */
  readonly chosenOn: Split;
  /** Whether the best candidate is the start itself. */
  readonly isStart: boolean;
  /** Examples that both were evaluated on. */
  readonly examples: number;
  /** Failed runs among them. */
  readonly failed: { readonly initial: number; readonly best: number };
  /** Whether the two differ in failed runs; then these decide, otherwise the scores. */
  readonly isByFailures: boolean;
  /** Examples on which the two differ, in what decides. */
  readonly changed: number;
  /** Fewer changed examples than these are no evidence, however large the changes. */
  readonly fewestChanged: number;
  /** The mean difference, best minus start, and its interval; undefined for fewer than two pairs. */
  readonly interval: Interval | undefined;
  /** Candidates that were compared with the start on the split that chose. */
  readonly looks: number;
  /** The difference of the score, best minus start, where a train example is the only one of the task; undefined without both. */
  readonly onlyDifference: number | undefined;
  /** Whether the interval is widened because the compared examples also chose the candidate. */
  readonly isWidened: boolean;
}

/**
 * Judges a run by what its events say so far.
 *
 * A candidate is better when the paired 95 % interval of the difference lies above zero and enough examples changed:
 * with fewer, no exact test of signs reaches that certainty. Examples that also chose the candidate among `looks`
 * give it with the chance of an error divided by them (Bonferroni). See decision 0022.
 */
export function verdictOf(view: RunView): Verdict {
  const isTested = (view.finished?.test ?? null) !== null;
  const split = isTested ? "test" : view.split;
  const pairs = view.examples(split).flatMap(({ initial, best }) =>
    initial === undefined || best === undefined ? [] : [[initial.score, best.score] as const]
  );
  const [initial, best] = [pairs.map(([score]) => score), pairs.map(([, score]) => score)];
  const failed = { initial: countFailed(initial), best: countFailed(best) };
  const isByFailures = failed.initial !== failed.best;
  const differences = isByFailures ? successDifferences(pairs) : scoreDifferences(pairs);
  const looks = Math.max(1, view.looks);
  const chances = isTested ? 1 : looks;
  const found = {
    split,
    chosenOn: view.split,
    isStart: view.best !== undefined && view.best.candidate === view.started?.candidate,
    examples: pairs.length,
    failed,
    isByFailures,
    changed: differences.filter((difference) => difference !== 0).length,
    fewestChanged: Math.ceil(Math.log2(2 * chances / error)),
    interval: pairedInterval(differences, error / chances),
    onlyDifference: hasOneExample(view) && !isByFailures ? differences[0] : undefined,
    looks: view.looks,
    isWidened: chances > 1,
  };
  return { ...found, kind: view.best === undefined ? "not measured" : kindOf(found) };
}

function kindOf(
  { isStart, changed, fewestChanged, interval }: Omit<Verdict, "kind">,
): Verdict["kind"] {
  if (isStart || interval === undefined || changed < fewestChanged) return "no evidence";
  if (interval.low > 0) return "better";
  return interval.high < 0 ? "worse" : "no evidence";
}

function hasOneExample({ started }: RunView): boolean {
  const { train = 0, validation = 0, test = 0 } = started?.task.examples ?? {};
  return train === 1 && validation === 0 && test === 0;
}

/** Differences of scores, where both runs have one. */
function scoreDifferences(pairs: readonly (readonly [Score, Score])[]): number[] {
  return pairs.flatMap(([initial, best]) =>
    isScore(initial) && isScore(best) ? [differenceOf(best, initial)] : []
  );
}

/** 1 where only the best run succeeded, −1 where only the initial one did. */
function successDifferences(pairs: readonly (readonly [Score, Score])[]): number[] {
  return pairs.map(([initial, best]) => Number(isScore(best)) - Number(isScore(initial)));
}
