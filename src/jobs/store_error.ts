/**
 * The error of a job store or run directory that cannot be written.
 *
 * @module
 */
import { messageOf } from "../message_of.ts";
import { OptoError } from "../errors.ts";

/** A change that is not on the disk. */
export class StoreError extends OptoError {
  /** Always `store`. */
  override readonly code = "store";
  /** Whether the disk has no space left. */
  readonly isFull: boolean;
  /** The message without what the system said, which may name paths. */
  readonly summary: string;

  /** @param action what could not be done: `Cannot save a job` */
  constructor(action: string, cause: unknown) {
    const reason = messageOf(cause);
    const isFull = isOutOfSpace(cause);
    super(`${action}: ${isFull ? "the disk is full" : reason}`, {
      cause,
      ...(isFull ? { advice: "Make space in the data directory." } : {}),
    });
    this.isFull = isFull;
    this.summary = isFull ? this.message : action;
  }
}

/** SQLite's code for a full disk or database. */
const sqliteFull = 13;

/** PostgreSQL's code for a full disk. */
const postgresFull = "53100";

/** `ENOSPC` and `EDQUOT`, as Deno words them. */
const fullDisk = /\bos error (28|122)\b/;

function isOutOfSpace(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ("errcode" in error && error.errcode === sqliteFull) ||
    ("code" in error && error.code === postgresFull) || isFullDisk(error);
}

/** Whether an error of the system says that a disk of this machine is full. */
export function isFullDisk(error: unknown): boolean {
  return error instanceof Error && fullDisk.test(error.message);
}
