/**
 * The port through which the trace gets a function as its author wrote it, types and comments included.
 *
 * @module
 */

/** The place of a call, as a stack gives it: line and column count from 1. */
export interface CallSite {
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** A function's own module: its declaration, exported, and the type declarations and imports it mentions. */
export interface FoundSource {
  readonly source: string;
  /** The name under which the source exports the function. */
  readonly entry: string;
  /** The function's head: `export function f(a: number): string`. */
  readonly signature: string;
}

/** The source that an author gave for a function, and the name it declares. */
export type GivenSource = Pick<FoundSource, "source" | "entry">;

/**
 * Finds the source of the function that was given to the call at `site`; without a site it reads the function itself. Of a
 * source that is given it reads the signature.
 */
export type SourceFinder = (
  fn: (...args: never[]) => unknown,
  site: CallSite | undefined,
  given?: GivenSource,
) => Promise<FoundSource>;

let finder: SourceFinder | undefined;

/** Sets the finder for this process; the composition root does so once. */
export function installSourceFinder(value: SourceFinder): void {
  finder = value;
}

/** The installed finder, undefined when there is none. */
export function sourceFinder(): SourceFinder | undefined {
  return finder;
}
