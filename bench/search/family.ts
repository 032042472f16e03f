/**
 * A family of benchmarks of the search. Types only.
 *
 * @module
 */

/** How much is measured. */
export interface FamilyOptions {
  readonly seeds: readonly number[];
  /** Only benchmarks whose name contains it. */
  readonly only: string;
  /** Most evaluations of a run. */
  readonly most: number;
  /** Whether the second set is measured: once, when the search is made. */
  readonly isSecond: boolean;
  /** Whether cases for development are measured, where a family has them. */
  readonly isDevelopment: boolean;
}

/** Benchmarks of one kind. */
export interface Family {
  readonly name: string;
  /** The table of the family in Markdown, line by line. */
  lines(options: FamilyOptions): AsyncIterable<string>;
}
