/**
 * Runs code of the search in this process.
 *
 * @module
 */

/** The function that a source declares: one of numbers that the search wrote, so that its only types are those of the signature. */
export function compiled(source: string): (...numbers: number[]) => number {
  return new Function(`return (${source.replaceAll(": number", "")});`)();
}
