/**
 * The sandbox as a part that a server needs.
 *
 * @module
 */
import type { NeededPart } from "./readiness.ts";

/** Milliseconds for which a try holds. */
const maxAgeMs = 60_000;

/**
 * Starts a sandbox and ends it: 50 ms of processor time. The first try begins at once, beside the rest of the start, and
 * answers the first probe. Disposing waits for its end.
 */
export function sandboxPart(): NeededPart & AsyncDisposable {
  const first = trySandbox();
  first.catch(() => {}); // the first probe rejects with it
  let firstUntil = performance.now() + maxAgeMs;
  return {
    failure: "Cannot start a sandbox",
    maxAgeMs,
    probe() {
      const tried = performance.now() < firstUntil ? first : trySandbox();
      firstUntil = -Infinity;
      return tried;
    },
    [Symbol.asyncDispose]: () => first.catch(() => {}),
  };
}

async function trySandbox(): Promise<void> {
  const { openSandbox } = await import("../code/sandbox/open_sandbox.ts"); // heavy
  await using _sandbox = await openSandbox();
}
