/**
 * The parts of a drawing, before it is written in the language of one drawing tool.
 *
 * @module
 */

/** The part that a node plays. */
export type BoxRole = "parameter" | "value" | "step" | "exception" | "gap";

/** One node as it is drawn. */
export interface Box {
  /** Unique in the drawing: `n3`, `n3_0` in an inner graph. */
  readonly id: string;
  readonly role: BoxRole;
  readonly name: string;
  /** The call that made it: `add(x, y: 1)`. */
  readonly call: string | undefined;
  /** The printed value, by line; already cut. */
  readonly lines: readonly string[];
  readonly documentation: string;
  /** Whether it is in the minimal subgraph. */
  readonly isInSubgraph: boolean;
  readonly isOutput: boolean;
  /** True where only the name is drawn again, beside a step far from the box itself. */
  readonly isNameOnly: boolean;
  readonly inner: Picture | undefined;
}

/** One input of a step. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** The argument's name. */
  readonly label: string;
  readonly isInSubgraph: boolean;
  /** True when the operator used it without receiving it as an argument. */
  readonly isHidden: boolean;
}

/** Feedback, drawn beside the output. */
export interface Note {
  readonly id: string;
  readonly about: string;
  readonly lines: readonly string[];
}

/** A drawing. */
export interface Picture {
  readonly direction: "down" | "up" | "right" | "left";
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  readonly notes: readonly Note[];
}
