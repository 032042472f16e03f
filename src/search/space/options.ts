/**
 * Lists the options of a discrete place: a choice, a small whole number, the branches of a union, a field that may be left out.
 *
 * @module
 */
import type { Domain, NumberDomain } from "./domain.ts";
import { isSame, isWithin } from "./is_within.ts";
import type { Place } from "./places.ts";

/** One of the things that a place may hold. */
export type Option =
  | { readonly kind: "value"; readonly value: unknown }
  /** Any value of a domain: the branch of a union, or a field that is present. */
  | { readonly kind: "domain"; readonly domain: Domain }
  /** A field that is left out. */
  | { readonly kind: "absent" };

/** Most whole numbers that count as options. */
const maxNumbers = 16;

/** The options of a place, two or more; none where it is not discrete. */
export function optionsOf(
  { domain, isOptional }: Pick<Place, "domain" | "isOptional">,
): readonly Option[] {
  const present = presentOptions(domain);
  if (!isOptional) return present.length > 1 ? present : [];
  const absent: Option = { kind: "absent" };
  return [absent, ...(present.length > 0 ? present : [{ kind: "domain" as const, domain }])];
}

function presentOptions(domain: Domain): readonly Option[] {
  switch (domain.kind) {
    case "choice":
      return domain.options.map((value) => ({ kind: "value", value }));
    case "number":
      return (fewNumbers(domain) ?? []).map((value) => ({ kind: "value", value }));
    case "union":
      return domain.branches.map((branch) => ({ kind: "domain", domain: branch }));
    default:
      return [];
  }
}

/** The number of the option that a place holds; -1 when it holds none of them. */
export function optionAt(options: readonly Option[], value: unknown): number {
  return options.findIndex((option) =>
    option.kind === "absent" ? value === undefined : value !== undefined &&
      (option.kind === "value" ? isSame(option.value, value) : isWithin(value, option.domain))
  );
}

/** The numbers of a domain of few whole numbers or multiples; undefined for a larger one. */
export function fewNumbers(domain: NumberDomain): readonly number[] | undefined {
  const { least, most, isWhole, step = isWhole ? 1 : undefined } = domain;
  if (step === undefined || !(most - least <= maxNumbers * step)) return undefined;
  const first = Math.ceil(least / step);
  const numbers = Array.from(
    { length: Math.max(0, Math.floor(most / step) - first + 1) },
    (_, place) => Number(((first + place) * step).toPrecision(15)),
  ).filter((value) => isWithin(value, domain));
  return numbers.length <= maxNumbers ? numbers : undefined;
}
