/**
 * The answers of a proposer, and the refusals it may be asked to repair. Types only.
 *
 * @module
 */
import type { Diagnostic } from "../../sandbox/protocol.ts";
import type { Values } from "./problem.ts";

/** New values for some parameters. */
export interface Suggestion {
  /** Tag of this answer. */
  readonly kind: "suggestion";
  /** Suggested values by parameter name, unchecked. A parameter that is left out keeps its value. */
  readonly values: Values;
  /** The reasons, in words. */
  readonly reasoning: string;
  /** The model's answer as it came; absent when no model was asked. */
  readonly text?: string;
}

/** One answer. "Nothing to change" and "unusable" are different outcomes. */
export type Proposal =
  | Suggestion
  | { readonly kind: "nothing"; readonly reasoning: string; readonly text?: string }
  | {
    readonly kind: "unusable";
    /** The fault of the answer. */
    readonly reason: string;
    /** The answer as it came; absent when none came, and then it is not repaired. */
    readonly text?: string;
  };

/** The answer to one ask: one proposal or several, and the memory for the next ask. */
export type Answer<Memory = unknown> =
  & (Proposal | { readonly kind: "several"; readonly proposals: readonly Proposal[] })
  & {
    /** Plain data for the next ask; left out, the memory stays. Needs `initialMemory`. */
    readonly memory?: Memory;
  };

/** Why one suggested value was not applied. */
export interface Rejection {
  /** Name of the parameter, as suggested. */
  readonly parameter: string;
  /** The suggested value. */
  readonly value: unknown;
  /** The reason, in words. */
  readonly reason: string;
  /** For code: each fault with its place. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** One answer that was refused in whole or in part. */
export interface Refusal {
  /** The model's answer as it came; absent when no model was asked. */
  readonly text?: string;
  /** The suggested values; empty when the answer could not be read. */
  readonly values: Values;
  /** The values that were refused. */
  readonly rejections: readonly Rejection[];
  /** Fault of the whole answer, when it could not be read. */
  readonly reason?: string;
}

/** The result of checking changed values before anything runs on an example. */
export interface Validation {
  /** The refused values. No parameter is in both lists. */
  readonly rejections: readonly Rejection[];
  /** The other changed values, projected onto what each parameter allows. */
  readonly values: Values;
  /** Set when a limit of the wall clock, or the end of a sandbox, decided it: another time it might be different. */
  readonly isByClock?: boolean;
}
