/**
 * The type of the guides in this folder: a score with feedback text. Types only.
 *
 * @module
 */

/** The fields of an example that these guides read. */
export interface ExpectedExample<Expected = unknown> {
  /** Input of the agent. */
  readonly input: unknown;
  /** Expected output. */
  readonly expected?: Expected;
}

/** A judgement with feedback text. */
export interface TextJudgement {
  /** Higher is better. */
  readonly score: number;
  /** Reasons, and possible improvements. */
  readonly feedback: string;
  /** Other numbers, for the report. */
  readonly metrics?: Readonly<Record<string, number>>;
}

/** A guide with feedback text. A failed run is passed as an `Error`. */
export type TextGuide<Out, Expected = unknown> = (
  example: ExpectedExample<Expected>,
  output: Out | Error,
) => TextJudgement | Promise<TextJudgement>;
