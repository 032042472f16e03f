/**
 * A family of questions: how they are made, found in a text, and answered.
 *
 * @module
 */

/** A question as an agent gets it, with its answer as BIG-Bench Hard writes it. */
export interface Question {
  readonly input: string;
  readonly expected: string;
}

/** Questions of one kind. */
export interface Family {
  /** That of BIG-Bench Hard. */
  readonly name: string;
  /** Makes a question. The answer comes from what it is made of, not from its text. */
  make(random: () => number): Question;
  /** A question of this family within a text; global. */
  readonly pattern: RegExp;
  /** The answer, from the text of a question that matches the pattern alone. */
  solve(question: string): string;
}
