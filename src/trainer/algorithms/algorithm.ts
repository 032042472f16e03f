/**
 * The interface of training algorithms: which candidates meet which examples, and which survive. Types only.
 *
 * @module
 */
import type { Training } from "../training.ts";

/** An algorithm; all state is the training's, so that it may be resumed. */
export interface Algorithm {
  readonly name: string;
  /**
   * One step: proposes candidates, has them evaluated, and may accept one.
   *
   * @param step its number, from 1
   */
  step(training: Training, step: number): Promise<void>;
}
