/**
 * The parts of a drawing, independent of the drawing tool.
 *
 * @module
 */

/** The role of a node in the drawing. */
export type BoxRole = "parameter" | "value" | "step" | "exception" | "gap";

/** One drawn node. */
export interface Box {
  /** Unique in the drawing: `n3`, `n3_0` in an inner graph. */
  readonly id: string;
  readonly role: BoxRole;
  readonly name: string;
  /** The call that made it: `add(x, y: 1)`. */
  readonly call: string | undefined;
  /** The printed value as lines, already cut. */
  readonly lines: readonly string[];
  readonly documentation: string;
  /** Whether it is in the minimal subgraph. */
  readonly isInSubgraph: boolean;
  readonly isOutput: boolean;
  /** Whether this is only the name of a box elsewhere, repeated next to a distant step. */
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
  /** Whether the operator used the source without having it as input. */
  readonly isHidden: boolean;
}

/** Feedback, drawn next to the output. */
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
