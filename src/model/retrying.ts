/**
 * The one retry loop around a model call: bounded in tries, in time of a try, and in time altogether.
 *
 * @module
 */
import type { ModelClock } from "./model_clock.ts";
import type { ModelRetry } from "./language_model.ts";

/** What a failed try means. */
export interface Verdict {
  /** What is thrown when no further try is made. */
  readonly error: Error;
  /** Whether a further try may succeed. */
  readonly isTransient: boolean;
  /** Told when a further try is made. */
  readonly reason: string;
  /** How long the server asks to wait, in milliseconds. */
  readonly waitMs?: number;
}

/** Limits of the loop, and whom it asks and tells. */
export interface RetryOptions {
  readonly maxAttempts: number;
  /** Of one try. */
  readonly timeoutMs: number;
  /** Of all tries and waits together. */
  readonly deadlineMs: number;
  readonly clock: ModelClock;
  /** `isTimeout` is set when the try was ended by `timeoutMs` or `deadlineMs`. */
  readonly judge: (error: unknown, isTimeout: boolean) => Verdict;
  readonly signal?: AbortSignal | undefined;
  readonly onRetry?: ((retry: ModelRetry) => void) | undefined;
}

/**
 * Tries until a try succeeds, fails for good, or a limit is reached. Waits double from half a second up to 16 s, without
 * chance, unless the server says how long.
 *
 * @throws the verdict's error, or the signal's reason
 */
export async function retrying<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  const { clock, signal } = options;
  const end = clock.now() + options.deadlineMs;
  for (let tries = 1;; tries++) {
    signal?.throwIfAborted();
    const timer = new TryTimer(Math.min(options.timeoutMs, end - clock.now()), signal);
    let verdict: Verdict;
    try {
      return await attempt(timer.signal);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      verdict = options.judge(error, timer.signal.aborted);
    } finally {
      timer.stop();
    }
    const waitMs = verdict.waitMs ?? Math.min(500 * 2 ** (tries - 1), 16_000);
    const isLast = tries >= options.maxAttempts || clock.now() + waitMs >= end;
    if (!verdict.isTransient || isLast) throw verdict.error;
    options.onRetry?.({ attempt: tries, reason: verdict.reason, waitMs });
    await clock.wait(waitMs, signal);
  }
}

/** A signal that fires after a time or with the caller's; leaves no timer behind. */
class TryTimer {
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #abort: () => void;
  readonly #outer: AbortSignal | undefined;

  constructor(ms: number, outer: AbortSignal | undefined) {
    this.#outer = outer;
    this.#abort = () => this.#controller.abort(outer?.reason);
    this.#timer = setTimeout(
      () => this.#controller.abort(new DOMException("The try took too long", "TimeoutError")),
      ms,
    );
    outer?.addEventListener("abort", this.#abort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener("abort", this.#abort);
  }
}
