/**
 * Benchmarks of choices: how many modules and options, and what is scored.
 *
 * @module
 */

/** Modules with options, of which one is right each. */
export interface ChoiceBenchmark {
  readonly name: string;
  readonly modules: number;
  readonly options: number;
  /** Score of a candidate, 1 at best, from whether each module is right. */
  readonly score: (right: readonly boolean[]) => number;
  /** Evaluations of others: a (1+1) climber that accepts equals, and TPE. */
  readonly anchors: readonly [climber: string, tpe: string];
}

const countOf = (right: readonly boolean[]) => right.filter((each) => each).length;
const shareOf = (right: readonly boolean[]) => countOf(right) / right.length;

/** A score of 0.25 on a plateau between 0 and 1. */
const plateau =
  (isOn: (right: readonly boolean[]) => boolean) => (right: readonly boolean[]): number =>
    shareOf(right) === 1 ? 1 : isOn(right) ? 0.25 : 0;

/** 625 combinations. The anchors were measured with a plateau between 0, 0.25 and 1 as one of these two. */
export const firstChoices: readonly ChoiceBenchmark[] = [
  {
    name: "4 modules of 5, share of right ones",
    ...{ modules: 4, options: 5, score: shareOf, anchors: ["31", "33–49"] },
  },
  {
    name: "4 modules of 5, 0.25 from two right ones on",
    ...{ modules: 4, options: 5, score: plateau((right) => countOf(right) >= 2) },
    anchors: ["96", "39–70"],
  },
  {
    name: "4 modules of 5, 0.25 when the first two are right",
    ...{ modules: 4, options: 5, score: plateau(([one, two]) => one === true && two === true) },
    anchors: ["96", "39–70"],
  },
];

/** Other sizes, and scores in which modules depend on each other. */
export const secondChoices: readonly ChoiceBenchmark[] = [
  {
    name: "3 modules of 8, 0.25 when the last is right",
    ...{ modules: 3, options: 8, score: plateau((right) => right.at(-1) === true) },
    anchors: ["–", "–"],
  },
  {
    name: "16 modules of 2, share of right ones",
    ...{ modules: 16, options: 2, score: shareOf, anchors: ["–", "–"] },
  },
  {
    name: "5 modules of 4, 0.25 from three right ones on",
    ...{ modules: 5, options: 4, score: plateau((right) => countOf(right) >= 3) },
    anchors: ["–", "–"],
  },
  {
    name: "7 modules of 3, right ones from the first on",
    ...{ modules: 7, options: 3, anchors: ["–", "–"] },
    score: (right) => (right.includes(false) ? right.indexOf(false) : right.length) / right.length,
  },
];
