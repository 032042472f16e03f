/**
 * How many evaluations a batch holds.
 *
 * @module
 */

/** What decides on the size of the next batch. */
export interface BatchLoad {
  /** Evaluations that were asked for and have no report. */
  readonly outstanding: number;
  /** Batches that the workers carry out at the same time, at least 1. */
  readonly slots: number;
  /** Mean time of an evaluation in milliseconds; undefined before the first. */
  readonly meanMs: number | undefined;
}

/** Most evaluations of a batch. */
export const maxBatchSize = 256;

/** Batches for each slot: one is carried out while the next waits, and none is left with nothing at the end. */
const batchesPerSlot = 2;

/** Least time of a batch, in milliseconds, so that carrying it costs little beside it. */
const leastMs = 10;

/** Longest time of a batch, in milliseconds: what a dead worker loses. */
const mostMs = 1_000;

/** The size of a batch before any evaluation was timed. */
const sizeOfUntimed = 16;

/** An equal share of the outstanding evaluations, neither too short to be worth its way nor too long to be lost. */
export function batchSize({ outstanding, slots, meanMs }: BatchLoad): number {
  const share = Math.max(1, Math.ceil(outstanding / (batchesPerSlot * slots)));
  if (meanMs === undefined) return Math.min(share, sizeOfUntimed);
  const least = Math.ceil(leastMs / Math.max(meanMs, 0.01));
  const most = Math.max(1, Math.floor(mostMs / Math.max(meanMs, 0.01)));
  return Math.min(Math.max(share, least), most, maxBatchSize);
}
