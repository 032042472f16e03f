/**
 * The port through which the trace gets the text of host modules, to show the lines that failed.
 *
 * @module
 */

/** The text of a module of the host by its URL, undefined when it cannot be had at once. */
export type ModuleReader = (url: string) => string | undefined;

let reader: ModuleReader | undefined;

/** Sets the reader for this process; the composition root does so once. */
export function installModuleReader(value: ModuleReader): void {
  reader = value;
}

/** The text of a module, undefined when nobody can read it at once. */
export function readModule(url: string): string | undefined {
  try {
    return reader?.(url);
  } catch {
    return undefined; // a line that cannot be shown must not hide the failure it belongs to
  }
}
