/**
 * The retry loop around a model call, with limits on tries, time of one try, and total time.
 *
 * @module
 */
import type { ModelClock } from "./model_clock.ts";
import type { ModelRetry } from "./language_model.ts";

/** How to handle a failed try. */
export interface FailureClass {
  /** Thrown when no further try is made. */
  readonly error: Error;
  /** Whether a further try may succeed. */
  readonly isTransient: boolean;
  /** Passed to `onRetry`. */
  readonly reason: string;
  /** Milliseconds that the server wants the client to wait. */
  readonly waitMs?: number;
}

/** Limits, clock and callbacks of the loop. */
export interface RetryOptions {
  readonly maxAttempts: number;
  /** Limit of one try. */
  readonly timeoutMs: number;
  /** Limit of all tries and waits together. */
  readonly deadlineMs: number;
  readonly clock: ModelClock;
  /** `isTimeout` is set when `timeoutMs` or `deadlineMs` ended the try. */
  readonly classify: (error: unknown, isTimeout: boolean) => FailureClass;
  readonly signal?: AbortSignal | undefined;
  readonly onRetry?: ((retry: ModelRetry) => void) | undefined;
}

/**
 * Tries until a try succeeds, fails for good, or a limit is reached. Waits double from 0.5 s up to 16 s, without
 * random jitter, unless the server says how long.
 *
 * @throws the error of the last failure, or the signal's reason
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
    let failure: FailureClass;
    try {
      return await attempt(timer.signal);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      failure = options.classify(error, timer.signal.aborted);
    } finally {
      timer.stop();
    }
    const waitMs = failure.waitMs ?? Math.min(500 * 2 ** (tries - 1), 16_000);
    const isLast = tries >= options.maxAttempts || clock.now() + waitMs >= end;
    if (!failure.isTransient || isLast) throw failure.error;
    options.onRetry?.({ attempt: tries, reason: failure.reason, waitMs });
    await clock.wait(waitMs, signal);
  }
}

/** A signal that is aborted after a time or with the caller's signal; `stop` clears its timer. */
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
