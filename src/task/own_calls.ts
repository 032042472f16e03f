/**
 * Runs an author's agent or guide within its time. Its calls of code and of models end with it.
 *
 * @module
 */
import { type Ambient, withAmbient } from "../trace/ambient.ts";
import { OpenCalls } from "../trace/open_calls.ts";
import { within, type WithinOptions } from "../trainer/within.ts";

/** What came of the work. */
export interface Ended<T> {
  readonly value: T;
  /** Names of the functions whose calls it did not wait for. */
  readonly unawaited: readonly string[];
}

/** Does work in a changed context. @throws the signal's reason, the error of the limit, or what the work throws */
export async function withOwnCalls<T>(
  work: () => T | PromiseLike<T>,
  { state = {}, ...options }: WithinOptions & {
    readonly state?: Omit<Partial<Ambient>, "calls" | "signal">;
  },
): Promise<Ended<T>> {
  const calls = new OpenCalls();
  const { signal } = calls;
  try {
    const value = await within((ending) => {
      ending.addEventListener("abort", () => calls.abort(ending.reason), { once: true });
      return withAmbient({ ...state, calls, signal }, work);
    }, options);
    return { value, unawaited: calls.end() };
  } finally {
    calls.end();
  }
}
