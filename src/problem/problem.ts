/**
 * The OPTO problem as data: parameters, the traced workflow, and the feedback. Types only.
 *
 * @module
 */
import type { FeedbackGraph } from "../propagate/feedback.ts";

/** Parameter values by name. */
export type Values = Readonly<Record<string, unknown>>;

/** A trainable parameter as a proposer sees it. */
export interface ParameterState {
  /** Stable and unique within a task: `reason`, `nested.x`. */
  readonly name: string;
  /** Whether its value is the source of a function. */
  readonly kind: "code" | "value";
  /** Value kind: `number`, `string`, `boolean`, `array`, `record`, …; `code` for code. */
  readonly type: string;
  /** The current value; TypeScript source for code. */
  readonly value: unknown;
  /** Its meaning, and the values that make sense. */
  readonly description?: string;
  /** The JSON Schema of the constraint, where the parameter's schema has one. */
  readonly jsonSchema?: Readonly<Record<string, unknown>>;
  /** For code: the function's name, which must stay. */
  readonly entry?: string;
  /** For code: the declared signature, which must stay. */
  readonly signature?: string;
}

/** An OPTO problem: parameters, the traced workflow between them and the outputs, and the feedback. */
export interface Problem {
  /** The goal, in words. */
  readonly objective: string;
  /** The values under trial, every trainable parameter of the task. */
  readonly parameters: readonly ParameterState[];
  /** The minimal subgraph with its judged outputs; empty for a proposer that needs no trace. */
  readonly feedback: FeedbackGraph;
  /**
   * The messages of a propagator other than the minimal subgraph, by parameter: one for each judged example that reached it.
   *
   * @default none
   */
  readonly messages?: Readonly<Record<string, readonly unknown[]>>;
}
