/**
 * The training algorithms by name.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { Algorithm } from "./algorithm.ts";
import { minibatch } from "./minibatch.ts";
import { search } from "./search.ts";

const algorithms: readonly Algorithm[] = [minibatch, search];

/** The names that `algorithmNamed` knows. */
export const algorithmNames: readonly string[] = algorithms.map(({ name }) => name);

/**
 * The algorithm of this name.
 *
 * @throws {UsageError} when there is none
 */
export function algorithmNamed(name: string): Algorithm {
  const algorithm = algorithms.find((each) => each.name === name);
  if (algorithm !== undefined) return algorithm;
  throw new UsageError(
    `Cannot use "${name}" as a trainer: received none of ${algorithmNames.join(", ")}`,
    { advice: `Name one of them with --trainer.` },
  );
}
