/**
 * The sandbox as a part that a server needs.
 *
 * @module
 */
import { kernelText } from "../code/sandbox/kernel_text.ts";
import { openSandbox } from "../code/sandbox/open_sandbox.ts";
import type { NeededPart } from "./readiness.ts";

/** Milliseconds for which a try holds. */
const maxAgeMs = 60_000;

/**
 * Starts a sandbox and ends it: 50 ms of processor time. The first try has begun when this resolves, so that its process
 * starts while this one loads other modules, and answers the first probe. Disposing waits for its end.
 */
export async function sandboxPart(): Promise<NeededPart & AsyncDisposable> {
  await kernelText().catch(() => {}); // the try rejects with it
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
  await using _sandbox = await openSandbox();
}
