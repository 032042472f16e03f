/**
 * Tells whether values of a domain hold texts that only an author or a model can write.
 *
 * @module
 */
import type { Domain } from "./domain.ts";

/** Whether a text without listed choices may be in a value of the domain. */
export function hasText(domain: Domain): boolean {
  switch (domain.kind) {
    case "text":
      return true;
    case "list":
      return hasText(domain.items);
    case "tuple":
      return [...domain.items, ...(domain.rest === undefined ? [] : [domain.rest])].some(hasText);
    case "map":
      return hasText(domain.values);
    case "fields":
      return Object.values(domain.fields).some(hasText);
    case "union":
      return domain.branches.some(hasText);
    default:
      return false;
  }
}
