/**
 * Whether a server can keep what it accepts.
 *
 * @module
 */
import type { StoreError } from "../jobs/store_error.ts";

/** A part of the server that writes. */
export interface WritingPart {
  /** @throws {StoreError} when it cannot write */
  probe(): Promise<void>;
}

/** Time for which a result holds, so that monitors cost a write a second at most. */
const maxAgeMs = 1000;

/**
 * A function that tries whether all parts can write, and gives the errors of those that cannot. A result holds for a
 * second, and requests in between share it.
 *
 * @param parts writing parts
 * @param options receiver of new errors, and the clock in milliseconds
 */
export function readiness(parts: readonly WritingPart[], options: {
  readonly onError: (error: unknown) => void;
  /** @default performance.now */
  readonly now?: () => number;
}): () => Promise<readonly StoreError[]> {
  const { onError, now = () => performance.now() } = options;
  let last: Promise<readonly StoreError[]> | undefined;
  let triedAt = 0;
  const told = new Set<string>();
  async function tryAll(): Promise<readonly StoreError[]> {
    const results = await Promise.allSettled(parts.map((part) => part.probe()));
    const errors = results.flatMap((result) => result.status === "rejected" ? [result.reason] : []);
    const messages = errors.map(({ message }) => message);
    for (const error of errors) if (!told.has(error.message)) onError(error);
    told.clear();
    for (const message of messages) told.add(message);
    return errors;
  }
  return () => {
    if (last === undefined || now() - triedAt >= maxAgeMs) {
      triedAt = now();
      last = tryAll();
    }
    return last;
  };
}
