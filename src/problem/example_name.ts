/**
 * Names train examples in prompts, the same in every section.
 *
 * @module
 */

/**
 * `example 3` for the id `train/3`; another id stays as it is.
 *
 * @example
 * ```ts
 * import { exampleName } from "./example_name.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(["train/3", "own"].map(exampleName), ["example 3", "own"]);
 * ```
 */
export function exampleName(id: string): string {
  return id.replace(/^train\/(?=\d+$)/, "example ");
}
