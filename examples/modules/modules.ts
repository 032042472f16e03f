/**
 * Choices: how many modules and options, which are right, and what is scored.
 *
 * @module
 */

/** Modules with options, of which one is right each. */
export interface Choices {
  readonly name: string;
  readonly modules: number;
  readonly options: number;
  /** Score of a candidate, 1 at best, from whether each module is right. */
  readonly score: (right: readonly boolean[]) => number;
}

const countOf = (right: readonly boolean[]) => right.filter((each) => each).length;
const shareOf = (right: readonly boolean[]) => countOf(right) / right.length;

/** A score of 0.25 on a plateau between 0 and 1. */
const plateau =
  (isOn: (right: readonly boolean[]) => boolean) => (right: readonly boolean[]): number =>
    shareOf(right) === 1 ? 1 : isOn(right) ? 0.25 : 0;

/** 625 combinations. */
export const firstChoices: readonly Choices[] = [
  {
    name: "4 modules of 5, share of right ones",
    ...{ modules: 4, options: 5, score: shareOf },
  },
  {
    name: "4 modules of 5, 0.25 from two right ones on",
    ...{ modules: 4, options: 5, score: plateau((right) => countOf(right) >= 2) },
  },
  {
    name: "4 modules of 5, 0.25 when the first two are right",
    ...{ modules: 4, options: 5, score: plateau(([one, two]) => one === true && two === true) },
  },
];

/** Other sizes, and scores in which modules depend on each other. */
export const secondChoices: readonly Choices[] = [
  {
    name: "3 modules of 8, 0.25 when the last is right",
    ...{ modules: 3, options: 8, score: plateau((right) => right.at(-1) === true) },
  },
  {
    name: "16 modules of 2, share of right ones",
    ...{ modules: 16, options: 2, score: shareOf },
  },
  {
    name: "5 modules of 4, 0.25 from three right ones on",
    ...{ modules: 5, options: 4, score: plateau((right) => countOf(right) >= 3) },
  },
  {
    name: "7 modules of 3, right ones from the first on",
    ...{ modules: 7, options: 3 },
    score: (right) => (right.includes(false) ? right.indexOf(false) : right.length) / right.length,
  },
];

/** The names of the modules. */
export function namesOf({ modules }: Pick<Choices, "modules">): readonly string[] {
  return Array.from({ length: modules }, (_, place) => `module${place}`);
}

/** The options of each module. */
export function optionsOf({ options }: Pick<Choices, "options">): readonly string[] {
  return Array.from({ length: options }, (_, place) => `option${place}`);
}

/** Draws the right option of each module. The first option, with which each module begins, is never right. */
export function drawRight(choices: Choices, random: () => number): readonly string[] {
  const [, ...others] = optionsOf(choices);
  return namesOf(choices).map(() => others[Math.floor(random() * others.length)]!); // !: within
}
