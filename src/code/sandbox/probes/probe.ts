/**
 * A probe: a small attack against the sandbox that users can run on their own machine.
 *
 * @module
 */

/** The layer that a probe starts from, and the next one must hold alone; `compiler`: source that is never run. */
export type ProbeLayer = "realm" | "worker" | "process" | "compiler";

/** One attack and its expected outcome. */
export interface SecurityProbe {
  /** The property under attack. */
  readonly name: string;
  readonly layer: ProbeLayer;
  /** The expected outcome, as text. */
  readonly expected: string;
  /** The allowed kinds of the call's result. */
  readonly kinds: readonly string[];
  /** Matches the value or the error. */
  readonly pattern: RegExp;
  /** Number of calls in a realm; the last one counts. @default 1 */
  readonly calls?: number;
  /** In a realm, a module that exports `attack`; for the compiler any text; otherwise the code of an escape probe. */
  readonly source: string;
}

/** The result of a probe. */
export interface ProbeResult {
  readonly name: string;
  readonly layer: ProbeLayer;
  readonly expected: string;
  /** The observed outcome, as text. */
  readonly observed: string;
  /** The layer or limit that stopped it; empty when none did. */
  readonly containedBy: string;
  readonly isHeld: boolean;
  readonly ms: number;
}
