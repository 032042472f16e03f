/**
 * The data of the panels of a chart. Types only.
 *
 * @module
 */
import type { Range } from "./scale.ts";

/** A value at a place of the horizontal axis. */
export interface Place {
  readonly at: number;
  readonly value: number;
}

/** One candidate. */
export interface Dot extends Place {
  readonly isKept: boolean;
  /** Shown with the value where a pointer rests on a kept one. */
  readonly name: string;
}

/** A line of steps: a value holds until the next. */
export interface Line {
  readonly places: readonly Place[];
  /** Letter at its end, where there are several. */
  readonly letter?: string;
}

/** One field with its own vertical axis. */
export interface Panel {
  readonly title: string;
  readonly range: Range;
  readonly lines: readonly Line[];
  readonly dots: readonly Dot[];
  /** Whether zero gets a line of its own. */
  readonly hasZero: boolean;
}

/** The horizontal axis. */
export interface Axis {
  readonly title: string;
  readonly range: Range;
  /** Where lines end. */
  readonly last: number;
}
