/**
 * Feedback: the judgement of an output, as a number and as text.
 *
 * @module
 */

/** What a guide says of an output, and what backward carries; every part is optional. */
export interface Feedback {
  /** Higher is better. */
  readonly score?: number;
  /** Strengths, faults and requested changes, in words. */
  readonly feedback?: string;
  /** Other numbers by name: seconds, length, cost. */
  readonly metrics?: Readonly<Record<string, number>>;
}

/** Feedback, or its short forms: a string for the words alone, a number for the score alone. */
export type FeedbackInput = string | number | Feedback;
