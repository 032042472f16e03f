/**
 * Feedback: the judgement of an output, in a number and in words.
 *
 * @module
 */

/** Score and text given to an output; every part is optional. */
export interface Feedback {
  /** Higher is better. */
  readonly score?: number;
  /** Strengths, faults and wanted changes. */
  readonly text?: string;
  /** Numbers by name that are not the score: seconds, length, cost. */
  readonly metrics?: Readonly<Record<string, number>>;
}

/** Feedback as a caller gives it: words are the text, a number is the score. */
export type FeedbackInput = string | number | Feedback;
