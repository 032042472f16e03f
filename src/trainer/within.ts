/**
 * Ends the wait for work that may never settle.
 *
 * @module
 */

/** Ends of the wait. */
export interface WithinOptions {
  /** Ends it with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds after which it ends. @default none */
  readonly limitMs?: number | undefined;
  /** The error after `limitMs`. */
  readonly overdue?: () => Error;
}

/** Maximum delay of a timer, in milliseconds. */
const maxDelayMs = 2 ** 31 - 1;

/**
 * Starts work and waits for it, but not beyond a signal or a time limit: then its own signal is aborted and the wait ends,
 * whether or not the work does.
 *
 * @throws the signal's reason, the error of the limit, or what the work throws
 */
export async function within<T>(
  work: (signal: AbortSignal) => T | PromiseLike<T>,
  { signal, limitMs, overdue = () => new Error("Time is up") }: WithinOptions,
): Promise<T> {
  signal?.throwIfAborted();
  const ending = new AbortController();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = (reason: unknown) => {
    ending.abort(reason);
    reject(reason);
  };
  const onAbort = () => end(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  const timer = limitMs === undefined || limitMs === Infinity
    ? undefined
    : setTimeout(() => end(overdue()), Math.min(limitMs, maxDelayMs));
  try {
    return await Promise.race([work(ending.signal), ended]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}

/**
 * Waits for work that has the signal itself, and a little longer after its abort, so that it can end in order.
 *
 * @throws the signal's reason when the work does not settle in this time
 */
export async function settledOrAbandoned<T>(
  work: Promise<T>,
  signal: AbortSignal,
  graceMs = 300,
): Promise<T> {
  const { promise: abandoned, reject } = Promise.withResolvers<never>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onAbort = () => timer = setTimeout(() => reject(signal.reason), graceMs);
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([work, abandoned]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}
