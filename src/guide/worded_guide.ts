/**
 * The guide as the guides here are: one that gives words too. Types only.
 *
 * @module
 */

/** What the guides here need of an example. */
export interface ExpectedExample<Expected = unknown> {
  /** What the agent was given. */
  readonly input: unknown;
  /** What should have come out. */
  readonly expected?: Expected;
}

/** A judgement with words. */
export interface WordedJudgement {
  /** Higher is better. */
  readonly score: number;
  /** Why, and what would be better. */
  readonly feedback: string;
  /** Further numbers, for the reader. */
  readonly metrics?: Readonly<Record<string, number>>;
}

/** A guide that gives words too; a failed run arrives as an `Error`. */
export type WordedGuide<Out, Expected = unknown> = (
  example: ExpectedExample<Expected>,
  output: Out | Error,
) => WordedJudgement | Promise<WordedJudgement>;
