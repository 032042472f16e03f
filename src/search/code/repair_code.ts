/**
 * Goes through all small changes that may mend a given code.
 *
 * @module
 */
import { readable } from "./edited_tree.ts";
import { type NumberedCodes, numberedCodes, type NumberedRequest } from "./numbered_code.ts";
import { allRepairs } from "./repairs/repairs.ts";

/** The code after some of its repairs; none where the source does not parse. */
export function repairCode({ source, ...wanted }: NumberedRequest): NumberedCodes {
  const tree = readable(source);
  return tree === undefined
    ? { found: [], next: null }
    : numberedCodes(tree, allRepairs(tree), wanted);
}
