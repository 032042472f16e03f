/**
 * The OPTO problem as data: parameters, the traced workflow, and the feedback. Types only.
 *
 * @module
 */
import type { FeedbackGraph } from "../propagate/feedback.ts";

/** Parameter values by name. */
export type Values = Readonly<Record<string, unknown>>;

/** By code parameter: the arguments of calls, oldest first. */
export type SmokeInputs = Readonly<Record<string, readonly (readonly unknown[])[]>>;

/** A trainable parameter in the form for proposers. */
export interface ParameterState {
  /** Stable and unique within a task: `reason`, `nested.x`. */
  readonly name: string;
  /** Whether its value is the source of a function. */
  readonly kind: "code" | "value";
  /** Kind of value: `number`, `string`, `boolean`, `array`, `record`, …; `code` for code. */
  readonly type: string;
  /** The current value; TypeScript source for code. */
  readonly value: unknown;
  /** Its meaning and its sensible values. */
  readonly description?: string;
  /** The JSON Schema of its values, if the parameter's schema has one. */
  readonly jsonSchema?: Readonly<Record<string, unknown>>;
  /** For code: the function's name, which is fixed. */
  readonly entry?: string;
  /** For code: the declared signature, which is fixed. */
  readonly signature?: string;
}

/** An OPTO problem: parameters, the traced workflow between them and the outputs, and the feedback. */
export interface Problem {
  /** The goal, as text. */
  readonly objective: string;
  /** The current values of all trainable parameters of the task. */
  readonly parameters: readonly ParameterState[];
  /** The minimal subgraph with feedback on its outputs; empty for a proposer without a trace. */
  readonly feedback: FeedbackGraph;
  /** How the current values did on the examples of the step, for a proposer without a trace. @default none */
  readonly judged?: readonly {
    /** Name of the example, as in the history. */
    readonly example: string;
    readonly score: number | null;
    /** The feedback text, bounded. */
    readonly feedback: string;
  }[];
  /** Feedback of persons, beside that of the guide, oldest first. It is not in any score. @default none */
  readonly notes?: readonly {
    readonly text: string;
    /** Whether it is of the outputs of the current values. */
    readonly isOfCurrent: boolean;
    /** Whether the person would have the outputs so. */
    readonly verdict?: "prefer" | "reject";
    /** The person's own score. */
    readonly score?: number;
  }[];
  /**
   * The messages for the parameters, by name: of a custom propagator one for each example whose feedback reached it. @default
   * none
   */
  readonly messages?: Readonly<Record<string, readonly unknown[]>>;
}
