/**
 * Spreads the evaluations of a run over the workers of a database.
 *
 * @module
 */
import type { Spread } from "../run/evaluation_settings.ts";
import { defaultConcurrency } from "../run/run_settings.ts";
import type { PlannedSource } from "./evaluation_plan.ts";
import { openBatches } from "./open_batches.ts";
import { queuedEvaluator } from "./queued_evaluator.ts";

/** Evaluations that a run asks for at the same time, unless it is told otherwise. */
export const spreadConcurrency = 256;

/** Database and notes. */
export interface SpreadOverOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly database: string;
  /** Where the task is a stranger's: its files, which the workers get. @default they have the task */
  readonly source?: PlannedSource | undefined;
  /** Gets notes for the user, each once. @default they are dropped */
  readonly onNote?: ((note: string) => void) | undefined;
}

/** The spread over a database. It is opened with the evaluator of a run. */
export function spreadOver(
  { database, source, onNote = () => {} }: SpreadOverOptions,
): Spread {
  const hereSize = defaultConcurrency();
  return {
    hereSize,
    open: (local, options) =>
      queuedEvaluator({
        ...options,
        local,
        source,
        hereSize,
        onNote,
        openQueue: () => openBatches(database, "opto run"),
      }),
  };
}
