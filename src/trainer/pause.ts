/**
 * Lets the event loop do other work.
 *
 * @module
 */

/** Resolves in a later turn of the event loop. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
