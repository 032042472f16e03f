/**
 * Feedback: the judgement of an output, as a number and as text.
 *
 * @module
 */

/** Score and text given to an output; every part is optional. */
export interface Feedback {
  /** Higher is better. */
  readonly score?: number;
  /** Strengths, faults and requested changes. */
  readonly text?: string;
  /** Other numbers by name: seconds, length, cost. */
  readonly metrics?: Readonly<Record<string, number>>;
}

/** Feedback in short form: text alone, or a score alone. */
export type FeedbackInput = string | number | Feedback;
