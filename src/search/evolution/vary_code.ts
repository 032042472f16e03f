/**
 * The door to the variation of code, from data to data; parsers load when it is first used.
 *
 * @module
 */
import type { CodeVariant, MutationRequest } from "../code/mutate_code.ts";

/**
 * Variations of a piece of code, as `mutateCode` makes them.
 *
 * @throws {SyntaxError} when the source or the partner does not parse
 */
export async function varyCode(request: MutationRequest): Promise<readonly CodeVariant[]> {
  const { mutateCode } = await import("../code/mutate_code.ts");
  return mutateCode(request);
}
