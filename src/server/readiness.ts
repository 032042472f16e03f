/**
 * Whether a server can keep what it accepts, and run it.
 *
 * @module
 */
import { StoreError } from "../jobs/store_error.ts";

/** A part that a server needs. */
export interface NeededPart {
  /** Rejects when it does not work. */
  probe(): Promise<void>;
  /** What does not work then, for everybody to read. @default the summary of its `StoreError` */
  readonly failure?: string;
  /** Milliseconds for which a success holds. @default 1000 */
  readonly maxAgeMs?: number;
}

/** Milliseconds for which a failure holds, so that monitors cost a try a second at most. */
const retryMs = 1000;

/** Tries a part and says what does not work; undefined when it works. */
export type Check = () => Promise<string | undefined>;

/**
 * A check of a part whose result holds for some time. Requests share a try, so that there is one at a time.
 *
 * @param part tried at the first call
 * @param options receiver of new errors, and the clock in milliseconds
 */
export function checkOf(part: NeededPart, options: {
  readonly onError: (error: unknown) => void;
  /** @default performance.now */
  readonly now?: () => number;
}): Check {
  const { onError, now = () => performance.now() } = options;
  let last: Promise<string | undefined> | undefined;
  let validUntil = Infinity; // while it is tried
  let told: string | undefined;
  async function attempt(): Promise<string | undefined> {
    validUntil = Infinity;
    try {
      await part.probe();
      told = undefined;
      validUntil = now() + (part.maxAgeMs ?? retryMs);
      return undefined;
    } catch (error) {
      const message = String(error);
      if (message !== told) onError(error);
      told = message;
      validUntil = now() + retryMs;
      return error instanceof StoreError ? error.summary : part.failure ?? "A part does not work";
    }
  }
  return () => {
    if (last === undefined || now() >= validUntil) last = attempt();
    return last;
  };
}
