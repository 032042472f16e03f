/**
 * The retry loop around a model call, with limits on tries, time of one try, and total time.
 *
 * @module
 */
import type { ModelClock } from "./model_clock.ts";
import type { ModelRetry, ModelUsage } from "./language_model.ts";

/** How to handle a failed try. */
export interface FailureClass {
  /** Thrown when no further try is made. */
  readonly error: Error;
  /** Whether a further try may succeed. */
  readonly isTransient: boolean;
  /** Passed to `onRetry`. */
  readonly reason: string;
  /** Milliseconds that the server wants the client to wait. */
  readonly waitMs?: number | undefined;
  /** The error when that wait is too long. */
  readonly tooLong?: (waitMs: number) => Error;
  /** Tokens of the try, if it was paid for. */
  readonly usage?: ModelUsage | undefined;
}

/** The time limit that ended a try: that of the whole, or that of the pause between two pieces of its answer. */
export type TryTimeout = "try" | "silence" | null;

/** Limits, clock and callbacks of the loop. */
export interface RetryOptions {
  readonly maxAttempts: number;
  /** Limit of one try. */
  readonly timeoutMs: number;
  /** Limit between two pieces of an answer, once it has begun. */
  readonly silenceMs: number;
  /** Limit of all tries and waits together. */
  readonly deadlineMs: number;
  readonly clock: ModelClock;
  /** @param timeout the limit that ended the try, if one did */
  readonly classify: (error: unknown, timeout: TryTimeout) => FailureClass;
  readonly signal?: AbortSignal | undefined;
  readonly onRetry?: ((retry: ModelRetry) => void) | undefined;
}

/** Longest wait between two tries. */
export const maxWaitMs = 120_000;

/**
 * Tries until a try succeeds, fails for good, or a limit is reached. Waits double from 0.5 s up to 16 s, without random
 * jitter. A server can ask for longer waits, up to two minutes; the call ends where it asks for more, or for more time than
 * is left.
 *
 * @param attempt makes one try; it calls `onPiece` for each piece of the answer
 * @throws the error of the last failure, or the signal's reason
 */
export async function retrying<T>(
  attempt: (signal: AbortSignal, onPiece: () => void) => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  const { clock, signal, timeoutMs, silenceMs } = options;
  const end = clock.now() + options.deadlineMs;
  for (let tries = 1;; tries++) {
    signal?.throwIfAborted();
    const timer = new TryTimer({ ms: Math.min(timeoutMs, end - clock.now()), silenceMs, signal });
    let failure: FailureClass;
    try {
      return await attempt(timer.signal, () => timer.goOn());
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      failure = options.classify(error, timer.timeout);
    } finally {
      timer.stop();
    }
    if (!failure.isTransient || tries >= options.maxAttempts) throw failure.error;
    const waitMs = Math.max(failure.waitMs ?? 0, Math.min(500 * 2 ** (tries - 1), 16_000));
    if (waitMs > maxWaitMs || clock.now() + waitMs >= end) {
      throw failure.waitMs === waitMs && failure.tooLong ? failure.tooLong(waitMs) : failure.error;
    }
    const { reason, usage } = failure;
    options.onRetry?.({
      attempt: tries,
      reason,
      waitMs,
      ...(usage === undefined ? {} : { usage }),
    });
    await clock.wait(waitMs, signal);
  }
}

/** A signal that is aborted after a time, after a silence, or with the caller's signal; `stop` clears its timers. */
class TryTimer {
  readonly #controller = new AbortController();
  readonly #silenceMs: number;
  readonly #whole: ReturnType<typeof setTimeout>;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #timeout: TryTimeout = null;
  readonly #abort: () => void;
  readonly #outer: AbortSignal | undefined;

  constructor(
    { ms, silenceMs, signal }: {
      readonly ms: number;
      readonly silenceMs: number;
      readonly signal: AbortSignal | undefined;
    },
  ) {
    this.#outer = signal;
    this.#silenceMs = silenceMs;
    this.#abort = () => this.#controller.abort(signal?.reason);
    this.#whole = setTimeout(() => this.#end("try"), ms);
    signal?.addEventListener("abort", this.#abort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The limit that ended the try. */
  get timeout(): TryTimeout {
    return this.#timeout;
  }

  /** A piece has arrived: the time for the next one begins. */
  goOn(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#end("silence"), this.#silenceMs);
  }

  stop(): void {
    clearTimeout(this.#whole);
    clearTimeout(this.#silence);
    this.#outer?.removeEventListener("abort", this.#abort);
  }

  #end(timeout: TryTimeout): void {
    this.#timeout ??= timeout;
    this.#controller.abort(new DOMException("The try took too long", "TimeoutError"));
  }
}
