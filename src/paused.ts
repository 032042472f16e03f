/**
 * Waits for a time, or for the end of the work that waits.
 *
 * @module
 */

/** Resolves when the time is over or the signal is aborted. @param ms milliseconds */
export function paused(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done);
  });
}
