/**
 * Tells whether a parameter may have a value of another kind than its present one: null, or another branch of a union.
 *
 * @module
 */
import type { ParameterState } from "../problem/problem.ts";
import { domainOf } from "../search/space/domain_of.ts";
import { isWithin } from "../search/space/is_within.ts";

/** Whether the schema of a parameter lists several kinds of values, and this is one of them. */
export function isOtherKind(value: unknown, { kind, jsonSchema }: ParameterState): boolean {
  if (kind === "code" || jsonSchema === undefined) return false;
  const domain = domainOf(jsonSchema);
  return (domain.kind === "union" || domain.kind === "choice") && isWithin(value, domain);
}
