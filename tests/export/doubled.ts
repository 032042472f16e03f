/**
 * A function that uses another of its module.
 *
 * @module
 */
import { delay } from "@std/async/delay";

const factor = 2;

/** Twice a number. */
export function doubled(x: number): number {
  return x * factor;
}

/** Not used by the export. */
export const later = (x: number): Promise<number> => delay(1).then(() => doubled(x));
