/**
 * The port of what reads a body: an object or a stream. Types only.
 *
 * @module
 */

/** Collects a body, piece by piece. */
export interface BodyReader {
  /** Takes the next piece. @returns whether the answer is complete, so that the rest need not be read */
  push(text: string): boolean;
  /**
   * The chat completion, not yet validated.
   *
   * @param isCut whether the body had more than could be read
   * @throws {BrokenAnswer} when there is none
   */
  end(isCut: boolean): unknown;
}
