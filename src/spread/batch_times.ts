/**
 * Times of batches: when runs and workers count as gone, and when a batch is tried again.
 *
 * @module
 */

/** Silence after which workers no longer begin to evaluate for a run, in milliseconds. */
export const silentMs = 10_000;

/** Silence after which a run and its batches are removed, in milliseconds. */
export const staleMs = 3_600_000;

/** Silence after which a worker counts as dead, in milliseconds. */
export const defaultLeaseMs = 10_000;

/** Time between two signs of life of a worker, in milliseconds. */
export const beatMs = 2_000;

/** Starts of a batch before it is parked. */
export const defaultMaxAttempts = 3;

/** Pause before a batch whose worker died is tried again, in milliseconds: half a second, doubled with each start. */
export function backoffMs(attempts: number): number {
  return 250 * 2 ** Math.min(attempts, 6);
}
