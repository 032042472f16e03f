/**
 * The sandbox as a part that a server needs.
 *
 * @module
 */
import type { NeededPart } from "./readiness.ts";

/** Starts a sandbox and ends it: 50 ms of processor time. */
export const sandboxPart: NeededPart = {
  failure: "Cannot start a sandbox",
  maxAgeMs: 60_000,
  async probe() {
    const { openSandbox } = await import("../code/sandbox/open_sandbox.ts"); // heavy
    await using _sandbox = await openSandbox();
  },
};
