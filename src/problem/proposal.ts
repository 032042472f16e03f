/**
 * The answers of a proposer, and the refusals that it may repair. Types only.
 *
 * @module
 */
import type { Diagnostic } from "../../sandbox/protocol.ts";
import type { ModelMessage } from "../model/language_model.ts";
import type { Values } from "./problem.ts";

/** New values for some parameters. */
export interface Suggestion {
  /** Tag of this answer. */
  readonly kind: "suggestion";
  /** Suggested values by parameter name, unchecked. A missing parameter keeps its value. */
  readonly values: Values;
  /** The reasoning, as text. */
  readonly reasoning: string;
  /** The model's raw answer; absent without a model. */
  readonly text?: string;
  /** Values that were lost on reading the answer, with the reasons: one that is cut off. @default none */
  readonly rejections?: readonly Rejection[];
  /** Messages between the problem and the answer; a repair goes on behind them. @default none */
  readonly more?: readonly ModelMessage[];
  /**
   * Whether its code was made on the syntax tree of checked code, so that it may be evaluated before its complete validation
   * where the trainer confirms what it accepts.
   *
   * @default false
   */
  readonly isDerived?: boolean;
}

/** One answer. `nothing` (no change is needed) and `unusable` are different outcomes. */
export type Proposal =
  | Suggestion
  | { readonly kind: "nothing"; readonly reasoning: string; readonly text?: string }
  | {
    readonly kind: "unusable";
    /** The fault of the answer. */
    readonly reason: string;
    /** The raw answer; absent when there is none, and then it is not repaired. */
    readonly text?: string;
    /** As in a suggestion. */
    readonly more?: readonly ModelMessage[];
  };

/** The answer to one ask: one or several proposals, and the memory for the next ask. */
export type Answer<Memory = unknown> =
  & (Proposal | { readonly kind: "several"; readonly proposals: readonly Proposal[] })
  & {
    /** Plain data for the next ask; when absent, the memory is unchanged. Needs `initialMemory`. */
    readonly memory?: Memory;
  };

/** The reason why one suggested value was not applied. */
export interface Rejection {
  /** Name of the parameter, as suggested. */
  readonly parameter: string;
  /** The suggested value. */
  readonly value: unknown;
  /** The reason, as text. */
  readonly reason: string;
  /** For code: each fault and its place. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** An answer that was refused in whole or in part. */
export interface Refusal {
  /** The model's raw answer; absent without a model. */
  readonly text?: string;
  /** Messages between the problem and this answer. @default none */
  readonly more?: readonly ModelMessage[];
  /** The suggested values; empty when the answer could not be parsed. */
  readonly values: Values;
  /** The values that were refused. */
  readonly rejections: readonly Rejection[];
  /** The fault of an answer that could not be parsed. */
  readonly reason?: string;
}

/** The result of checking changed values before an evaluation. */
export interface Validation {
  /** The refused values. Each changed parameter is in one of the two lists. */
  readonly rejections: readonly Rejection[];
  /** The other changed values, projected by their parameters. */
  readonly values: Values;
  /** Set when a time limit or a sandbox crash decided the result: it may differ in another run. */
  readonly isByClock?: boolean;
  /** Set when the complete validation was left for later. */
  readonly isProvisional?: boolean;
}
