/**
 * Tells whether a value lies in a domain.
 *
 * @module
 */
import { isRecord } from "../../record.ts";
import type { Domain, NumberDomain } from "./domain.ts";

/** Whether a value lies in a domain; any text lies in that of texts. */
export function isWithin(value: unknown, domain: Domain): boolean {
  switch (domain.kind) {
    case "number":
      return typeof value === "number" && isNumberWithin(value, domain);
    case "choice":
      return domain.options.some((option) => isSame(option, value));
    case "text":
      return typeof value === "string";
    case "fixed":
      return domain.only === undefined || isSame(domain.only.value, value);
    case "union":
      return domain.branches.some((branch) => isWithin(value, branch));
    case "list":
      return Array.isArray(value) && value.length >= domain.least && value.length <= domain.most &&
        value.every((item) => isWithin(item, domain.items));
    case "tuple":
      return Array.isArray(value) && value.length === domain.items.length &&
        domain.items.every((item, place) => isWithin(value[place], item));
    case "map":
      return isRecord(value) && Object.values(value).every((item) => isWithin(item, domain.values));
    case "fields":
      return isRecord(value) &&
        Object.entries(domain.fields).every(([name, field]) =>
          Object.hasOwn(value, name) ? isWithin(value[name], field) : domain.optional.includes(name)
        );
  }
}

function isNumberWithin(
  value: number,
  { least, most, isLeastExcluded, isMostExcluded, isWhole }: NumberDomain,
): boolean {
  return (isLeastExcluded ? value > least : value >= least) &&
    (isMostExcluded ? value < most : value <= most) && (!isWhole || Number.isInteger(value));
}

/** Options of a schema are JSON, mostly texts and numbers. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
