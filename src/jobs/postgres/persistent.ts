/**
 * Asks a database that may be away for some time.
 *
 * @module
 */

import { StorageError } from "../../errors.ts";
import { GrowingPause } from "../../growing_pause.ts";
import { paused } from "../../paused.ts";

/** Shortest and longest pause before the database is asked again. */
const pauses = { firstMs: 250, mostMs: 10_000 };

/** Time for which a process that closes asks a database that is away. */
const closingMs = 5_000;

/**
 * Tries until the database is back, and some seconds longer when the signal is aborted.
 *
 * @throws what the last try threw, or what no other try would mend
 */
export async function persistent<T>(
  act: () => Promise<T>,
  { signal, onError }: {
    readonly signal: AbortSignal;
    readonly onError: (error: unknown) => void;
  },
): Promise<T> {
  let abortedAt: number | undefined;
  const pause = new GrowingPause(pauses);
  for (let tries = 0;; tries++) {
    try {
      return await act();
    } catch (error) {
      if (isRefusal(error)) throw error;
      if (tries === 0) onError(error);
      if (signal.aborted) abortedAt ??= Date.now();
      if (abortedAt !== undefined && Date.now() - abortedAt > closingMs) throw error;
    }
    await (signal.aborted
      ? new Promise((resolve) => setTimeout(resolve, pauses.firstMs))
      : paused(pause.next(), signal));
  }
}

/** Whether no other try would help: the database has refused the data (classes 22 and 23), or holds what no log does, or the disk is full. */
function isRefusal(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof StorageError) return true;
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && /^2[23]...$/.test(String(at.code))) return true;
  }
  return false;
}
