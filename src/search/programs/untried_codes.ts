/**
 * Takes the changes of code that were not tried before.
 *
 * @module
 */
import type { NumberedCodes } from "../code/numbered_code.ts";

/** The sources that are taken, and the number of the change after them; null after the last one. */
export interface UntriedCodes {
  readonly taken: readonly string[];
  readonly next: number | null;
}

/**
 * The first of some changed codes that do what none before did.
 *
 * @param known behaviours of what was tried or taken; those of these codes are added
 */
export function untriedCodes(
  { found, next }: NumberedCodes,
  { known, behaviourOf, most }: {
    readonly known: Set<string>;
    readonly behaviourOf: (source: string) => string;
    readonly most: number;
  },
): UntriedCodes {
  const untried = found.filter(({ source }) => {
    const behaviour = behaviourOf(source);
    return !known.has(behaviour) && known.add(behaviour);
  });
  return {
    taken: untried.slice(0, most).map(({ source }) => source),
    next: untried[most]?.number ?? next,
  };
}
