/**
 * Where source text comes from: the trace asks, whoever can read files answers.
 *
 * @module
 */

/** A place in a module; line and column count from 1. */
export interface CallSite {
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** A function as its author wrote it. */
export interface FoundSource {
  /** TypeScript: the function, exported or declared by name, and the type declarations it mentions. */
  readonly source: string;
  /** The name the function has in `source`. */
  readonly entry: string;
  /** The function's head: `export function f(a: number): string`. */
  readonly signature?: string;
}

/** Finds a function at the place where it was handed to `trainable`. Rejects when it cannot. */
export type SourceFinder = (
  // deno-lint-ignore ban-types -- any function
  fn: Function,
  callSite: CallSite | undefined,
) => Promise<FoundSource>;

/** The text of a module of the host, when it can be had at once. */
export type ModuleReader = (url: string) => string | undefined;

let finder: SourceFinder | undefined;
let reader: ModuleReader | undefined;

/** Installs what finds the author's source of a function. */
export function installSourceFinder(fn: SourceFinder): void {
  finder = fn;
}

/** Installs what reads modules for the failing lines of host functions. */
export function installModuleReader(fn: ModuleReader): void {
  reader = fn;
}

/** The installed finder. */
export function sourceFinder(): SourceFinder | undefined {
  return finder;
}

/** The text of a module, undefined when nobody can read it at once. */
export function readModule(url: string): string | undefined {
  try {
    return reader?.(url);
  } catch {
    return undefined; // a line that cannot be shown must not hide the failure it belongs to
  }
}
