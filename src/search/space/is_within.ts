/**
 * Tells whether a value lies in a domain.
 *
 * @module
 */
import { isRecord } from "../../record.ts";
import type { Domain, FieldsDomain, NumberDomain, TextDomain, TupleDomain } from "./domain.ts";

/** Whether a value lies in a domain. */
export function isWithin(value: unknown, domain: Domain): boolean {
  switch (domain.kind) {
    case "number":
      return typeof value === "number" && isNumberWithin(value, domain);
    case "choice":
      return domain.options.some((option) => isSame(option, value));
    case "text":
      return typeof value === "string" && isTextWithin(value, domain);
    case "fixed":
      return domain.only === undefined || isSame(domain.only.value, value);
    case "union":
      return domain.branches.some((branch) => isWithin(value, branch));
    case "list":
      return Array.isArray(value) && value.length >= domain.least && value.length <= domain.most &&
        value.every((item) => isWithin(item, domain.items));
    case "tuple":
      return Array.isArray(value) && areItemsWithin(value, domain);
    case "map":
      return isRecord(value) && Object.values(value).every((item) => isWithin(item, domain.values));
    case "fields":
      return isRecord(value) && areFieldsWithin(value, domain);
  }
}

/** Whether two values of JSON are the same; options of a schema are mostly texts and numbers. */
export function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function isNumberWithin(
  value: number,
  { least, most, isLeastExcluded, isMostExcluded, isWhole, step }: NumberDomain,
): boolean {
  return Number.isFinite(value) && (isLeastExcluded ? value > least : value >= least) &&
    (isMostExcluded ? value < most : value <= most) && (!isWhole || Number.isSafeInteger(value)) &&
    (step === undefined || Math.abs(value / step - Math.round(value / step)) < 1e-6);
}

function isTextWithin(value: string, { least, most, pattern }: TextDomain): boolean {
  return value.length >= least && value.length <= most &&
    (pattern === undefined || isMatch(value, pattern));
}

/** Whether a pattern matches; one that JavaScript cannot read matches nothing. */
function isMatch(value: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return false;
  }
}

function areItemsWithin(value: readonly unknown[], { items, least, rest }: TupleDomain): boolean {
  return value.length >= least && (rest !== undefined || value.length <= items.length) &&
    value.every((item, place) => isWithin(item, items[place] ?? rest ?? { kind: "fixed" }));
}

function areFieldsWithin(
  value: Readonly<Record<string, unknown>>,
  { fields, optional, isClosed }: FieldsDomain,
): boolean {
  const areKnown = Object.entries(fields).every(([name, field]) =>
    Object.hasOwn(value, name) ? isWithin(value[name], field) : optional.includes(name)
  );
  return areKnown &&
    (!isClosed || Object.keys(value).every((name) => Object.hasOwn(fields, name)));
}
