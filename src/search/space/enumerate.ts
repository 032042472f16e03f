/**
 * Counts the values of a finite domain, and gives them by number.
 *
 * @module
 */
import { isRecord } from "../../record.ts";
import type { Domain } from "./domain.ts";
import { fewNumbers } from "./options.ts";

/**
 * How many values a domain has for the search; infinite where they are not few. What the search cannot list (a text, a value
 * without a schema) counts as one, the present one.
 */
export function countOf(domain: Domain, value: unknown): number {
  switch (domain.kind) {
    case "number":
      return fewNumbers(domain)?.length ?? Infinity;
    case "choice":
      return domain.options.length;
    case "text":
      return value === undefined ? 0 : 1;
    case "fixed":
      return domain.only === undefined && value === undefined ? 0 : 1;
    case "union":
      return sum(domain.branches.map((branch) => countOf(branch, undefined)));
    case "list":
      return sum(lengthCounts(domain.least, domain.most, countOf(domain.items, undefined)));
    default:
      return product(partsOf(domain, value).map(countOfPart));
  }
}

/** The value of a number from 0 up to but not including the count of a finite domain. */
export function valueOf(domain: Domain, value: unknown, number: number): unknown {
  switch (domain.kind) {
    case "number":
      return fewNumbers(domain)?.[number];
    case "choice":
      return domain.options[number];
    case "text":
      return value;
    case "fixed":
      return domain.only === undefined ? value : domain.only.value;
    case "union": {
      let left = number;
      for (const branch of domain.branches) {
        const count = countOf(branch, undefined);
        if (left < count) return valueOf(branch, undefined, left);
        left -= count;
      }
      return undefined;
    }
    case "list": {
      const count = countOf(domain.items, undefined);
      let left = number;
      let length = domain.least;
      for (const lists of lengthCounts(domain.least, domain.most, count)) {
        if (left < lists) break;
        left -= lists;
        length++;
      }
      return digitsOf(left, Array.from({ length }, () => count))
        .map((digit) => valueOf(domain.items, undefined, digit));
    }
    default: {
      const parts = partsOf(domain, value);
      const digits = digitsOf(number, parts.map(countOfPart));
      const values = parts.map((part, place) => valueOfPart(part, digits[place] ?? 0));
      if (domain.kind === "tuple") return values;
      const names = domain.kind === "map"
        ? Object.keys(isRecord(value) ? value : {})
        : Object.keys(domain.fields);
      const known = isRecord(value) && domain.kind === "fields"
        ? Object.entries(value).filter(([name]) => !Object.hasOwn(domain.fields, name))
        : [];
      const entries = names.map((name, place) => [name, values[place]] as const);
      return Object.fromEntries([...known, ...entries.filter(([, each]) => each !== undefined)]);
    }
  }
}

/** A part of a tuple, a record or a map. */
interface Part {
  readonly domain: Domain;
  readonly value: unknown;
  readonly isOptional: boolean;
}

function partsOf(
  domain: Extract<Domain, { kind: "tuple" | "fields" | "map" }>,
  value: unknown,
): readonly Part[] {
  const present = isRecord(value) ? value : {};
  switch (domain.kind) {
    case "tuple": {
      const items = Array.isArray(value) ? value : [];
      const length = Array.isArray(value) ? items.length : domain.items.length;
      return Array.from({ length }, (_, place) => ({
        domain: domain.items[place] ?? domain.rest ?? { kind: "fixed" },
        value: items[place],
        isOptional: false,
      }));
    }
    case "map":
      return Object.values(present).map((value) => ({
        domain: domain.values,
        value,
        isOptional: false,
      }));
    case "fields":
      return Object.entries(domain.fields).map(([name, domain_]) => ({
        domain: domain_,
        value: Object.hasOwn(present, name) ? present[name] : undefined,
        isOptional: domain.optional.includes(name),
      }));
  }
}

const countOfPart = ({ domain, value, isOptional }: Part): number =>
  countOf(domain, value) + (isOptional ? 1 : 0);

/** A field that is left out is the last of its values. */
const valueOfPart = ({ domain, value }: Part, digit: number): unknown =>
  digit < countOf(domain, value) ? valueOf(domain, value, digit) : undefined;

/** The numbers of lists of each length, from the shortest on. */
function lengthCounts(least: number, most: number, count: number): readonly number[] {
  if (count === 0) return least === 0 ? [1] : [];
  if (!Number.isFinite(most) || !Number.isFinite(count)) return [Infinity];
  if (most - least > maxLengths) return [Infinity];
  return Array.from({ length: most - least + 1 }, (_, more) => count ** (least + more));
}

/** Most lengths of lists that count as few. */
const maxLengths = 64;

/** A number in a system where each digit has its own base, the lowest first. */
function digitsOf(number: number, bases: readonly number[]): readonly number[] {
  let left = number;
  return bases.map((base) => {
    const digit = left % base;
    left = Math.floor(left / base);
    return digit;
  });
}

const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
const product = (counts: readonly number[]) =>
  counts.includes(0) ? 0 : counts.reduce((all, count) => all * count, 1);
