/**
 * A probe: a small attack that anyone can run against the sandbox on their own machine.
 *
 * @module
 */

/** The place a probe starts from; the next layer has to hold alone. */
export type ProbeLayer = "realm" | "worker" | "process";

/** One attack and its expected end. */
export interface Probe {
  /** The property that the attack tries to break. */
  readonly name: string;
  readonly layer: ProbeLayer;
  /** In words. */
  readonly expected: string;
  /** How the call may end. */
  readonly kinds: readonly string[];
  /** Matches the value or the error. */
  readonly pattern: RegExp;
  /** In a realm a module that exports `attack`, else the code of an escape probe. */
  readonly source: string;
}

/** The result of a probe. */
export interface ProbeResult {
  readonly name: string;
  readonly layer: ProbeLayer;
  readonly expected: string;
  /** In words. */
  readonly observed: string;
  /** The layer or the limit that stopped it; empty when nothing did. */
  readonly containedBy: string;
  readonly isHeld: boolean;
  readonly ms: number;
}
