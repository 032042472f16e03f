/**
 * Decides whether a candidate replaces the current one: the rules of acceptance.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { differenceOf } from "../propagate/mean.ts";
import { compareScores, formatScore, meanScore, type Score } from "./scores.ts";
import { type Bounds, evidenceAbove, evidenceBelow, testError, unrefuted } from "./evidence.ts";

/** A candidate and the current one on the same examples, in the same order. */
export interface Comparison {
  /** The candidate's scores by example. */
  readonly scores: readonly Score[];
  /** The current candidate's scores by example. */
  readonly against: readonly Score[];
  /** Improvement that a candidate must exceed. */
  readonly threshold: number;
  /** Difference of the means; infinite when one of the two failed on more examples. */
  readonly difference: number;
  /** The differences that a test of 5 % error does not refute, valid at whatever example it is read. */
  readonly interval: Bounds;
  /** Whether that test finds the difference above or below the threshold. */
  readonly test: "better" | "worse" | "undecided";
  /** Whether the candidate gets no further examples. */
  readonly isLast: boolean;
  /** Whether scores differ when an evaluation is repeated; a mean then says less than it seems to. */
  readonly isNoisy: boolean;
}

/** The decision on a candidate; an undecided one gets further examples, unless `isLast`: then it is refused. */
export type Verdict = "accepted" | "refused" | "undecided";

/**
 * Decides on a comparison; a pure function of it, so that a run can be resumed.
 *
 * @example Accepts a candidate that loses less than a hundredth
 * ```ts
 * import type { AcceptanceRule } from "@opto/opto/trainer";
 *
 * export const lenient: AcceptanceRule = ({ test, isLast, difference }) =>
 *   test === "worse" ? "refused" : !isLast ? "undecided" : difference > -0.01 ? "accepted" : "refused";
 * ```
 */
export type AcceptanceRule = (comparison: Comparison) => Verdict;

/** A built-in rule. */
export type AcceptanceName = "better" | "equal" | "always";

/** A built-in rule by name, or a rule of one's own. */
export type AcceptanceChoice = AcceptanceName | AcceptanceRule;

/** A rule with its name in the log; a rule of one's own is called `own`. */
export interface Acceptance {
  readonly name: string;
  readonly rule: AcceptanceRule;
}

const rules: Readonly<Record<AcceptanceName, AcceptanceRule>> = {
  /** The test decides; after the last example the mean does, if scores are the same when repeated. */
  better: (comparison) =>
    decidedByTest(comparison) ??
      (!comparison.isNoisy && comparison.difference > comparison.threshold
        ? "accepted"
        : "refused"),
  /** As `better`, but after the last example a mean that is not worse suffices. */
  equal: (comparison) =>
    decidedByTest(comparison) ??
      (comparison.difference >= comparison.threshold ? "accepted" : "refused"),
  always: () => "accepted",
};

/** The built-in rules. */
export const acceptanceNames = Object.keys(rules) as readonly AcceptanceName[]; // as: its own keys

/** The decision of the test; undefined when the last example was seen without one. */
function decidedByTest({ test, isLast }: Comparison): Verdict | undefined {
  if (test !== "undecided") return test === "better" ? "accepted" : "refused";
  return isLast ? undefined : "undecided";
}

/** The circumstances of a comparison. */
export interface ComparisonOptions {
  /** @default 0 */
  readonly threshold?: number;
  /** Number of candidates that are compared together; each has its share of the error of being found better. @default 1 */
  readonly rivals?: number;
  /** @default true */
  readonly isLast?: boolean;
  /** @default false */
  readonly isNoisy?: boolean;
}

/** Compares the scores of a candidate with those of the current one, on the same examples in the order they were drawn. */
export function comparisonOf(
  scores: readonly Score[],
  against: readonly Score[],
  { threshold = 0, rivals = 1, isLast = true, isNoisy = false }: ComparisonOptions = {},
): Comparison {
  const differences = scores.map((score, place) => pairDifference(score, against[place] ?? null));
  const difference = withoutRounding(compareScores(scores, against), [...scores, ...against]);
  const evidence = 1 / testError;
  const test = difference > threshold &&
      evidenceAbove(threshold, differences) >= evidence * Math.max(1, rivals)
    ? "better"
    : difference < threshold && evidenceBelow(threshold, differences) >= evidence
    ? "worse"
    : "undecided";
  return {
    scores,
    against,
    threshold,
    difference,
    get interval() {
      return unrefuted(differences); // takes longer than the test, and few comparisons show it
    },
    test,
    isLast,
    isNoisy,
  };
}

/** Zero for a difference that the order of the sums can make: two equal sets of scores may differ in the last digit. */
function withoutRounding(difference: number, scores: readonly Score[]): number {
  const largest = scores.reduce<number>((most, score) => Math.max(most, Math.abs(score ?? 0)), 0);
  return Math.abs(difference) <= scores.length * Number.EPSILON * largest ? 0 : difference;
}

/** A failed run is worse than any number. */
function pairDifference(score: Score, against: Score): number {
  if (score === null || against === null) {
    return score === against ? 0 : score === null ? -Infinity : Infinity;
  }
  return differenceOf(score, against);
}

/** The scores of a comparison in words. */
export function comparisonText({ scores, against, difference, threshold }: Comparison): string {
  const relation = difference > threshold
    ? "better than"
    : difference === 0
    ? "equal to"
    : difference > 0
    ? "not better by more than the threshold than"
    : "worse than";
  const examples = scores.length === 1 ? "one example" : `the same ${scores.length} examples`;
  return `${formatScore(meanScore(scores))} is ${relation} ${
    formatScore(meanScore(against))
  } on ${examples}`;
}

/** The choices for the rule, by priority. */
export interface AcceptanceChoices {
  /** From the run's options. */
  readonly given?: AcceptanceChoice | undefined;
  /** Name in the log being resumed. */
  readonly logged?: string | undefined;
  /** From the task. */
  readonly task?: AcceptanceChoice | undefined;
}

/**
 * Selects the rule.
 *
 * @throws {UsageError} when the name is unknown, or the log names a rule of one's own that is not given again
 */
export function chooseAcceptance({ given, logged, task }: AcceptanceChoices): Acceptance {
  const own = [given, task].find((choice) => typeof choice === "function");
  const choice = given ?? (logged === ownName ? own : logged) ?? (logged ? undefined : task);
  if (choice === undefined && logged !== undefined) {
    throw new UsageError(`Cannot resume the run with accept "${logged}": received no such rule`, {
      advice: "Pass the rule of the earlier run as accept, or start a new run.",
    });
  }
  if (typeof choice === "function") return { name: ownName, rule: checked(choice) };
  const name = acceptanceNamed(choice ?? "better");
  return { name, rule: rules[name] };
}

/** Name in the log of a rule of one's own. */
const ownName = "own";

/**
 * Parses the name of a rule from a command line or a task.
 *
 * @throws {UsageError} when the name is unknown
 */
export function acceptanceNamed(name: string): AcceptanceName {
  const known = acceptanceNames.find((each) => each === name);
  if (known !== undefined) return known;
  throw new UsageError(
    `Cannot use "${name}" as the rule of acceptance: received none of ${
      acceptanceNames.join(", ")
    }`,
    { advice: "Use one of them, or pass a function to optimize()." },
  );
}

/** A rule of one's own whose results are verdicts. */
function checked(rule: AcceptanceRule): AcceptanceRule {
  return (comparison) => {
    const verdict = rule(comparison);
    if (["accepted", "refused", "undecided"].includes(verdict)) return verdict;
    throw new UsageError(
      `Cannot use the result of accept as a verdict: received ${JSON.stringify(verdict)}`,
      { advice: 'Return "accepted", "refused" or "undecided".' },
    );
  };
}
