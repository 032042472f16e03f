/**
 * A probe: a small attack that anyone can run against the sandbox on their own machine.
 *
 * @module
 */

/** Where a probe starts from, which is the layer that has to hold alone. */
export type ProbeLayer = "realm" | "worker" | "process";

/** One attack, and what must come of it. */
export interface Probe {
  /** What holds when it fails. */
  readonly name: string;
  readonly layer: ProbeLayer;
  /** In words. */
  readonly expected: string;
  /** How the call may end. */
  readonly kinds: readonly string[];
  /** What the value or the error must say. */
  readonly pattern: RegExp;
  /** In a realm a module that exports `attack`, else an outlaw's code. */
  readonly source: string;
}

/** What came of a probe. */
export interface ProbeResult {
  readonly name: string;
  readonly layer: ProbeLayer;
  readonly expected: string;
  /** In words. */
  readonly observed: string;
  /** What stopped it: a layer, a limit, or the host's end of the line; nothing when it got out. */
  readonly containedBy: string;
  readonly isHeld: boolean;
  readonly ms: number;
}
