/**
 * The error of a job for which the queue has no place.
 *
 * @module
 */
import { OptoError } from "../errors.ts";

/** A job that was not added: as many wait as may. */
export class QueueFullError extends OptoError {
  /** Always `queue-full`. */
  override readonly code = "queue-full";
  /** Whether the jobs of its holder alone are as many as may wait. */
  readonly isHoldersOwn: boolean;

  /** @param isHoldersOwn whether the limit is that of its holder */
  constructor(isHoldersOwn: boolean) {
    super(
      isHoldersOwn
        ? "Cannot add the job: as many of its holder wait as may"
        : "Cannot add the job: as many wait as may",
    );
    this.isHoldersOwn = isHoldersOwn;
  }
}

/** @throws {QueueFullError} when one job more may not wait @param waiting jobs of all holders, and of its own */
export function requirePlace(
  waiting: { readonly all: number; readonly own: number },
  { maxQueued = Infinity, maxOwnQueued = Infinity }: {
    readonly maxQueued?: number | undefined;
    readonly maxOwnQueued?: number | undefined;
  },
): void {
  const isOwnFull = waiting.own >= maxOwnQueued;
  if (isOwnFull || waiting.all >= maxQueued) throw new QueueFullError(isOwnFull);
}
