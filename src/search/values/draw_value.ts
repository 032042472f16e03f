/**
 * Draws a value of a domain, independent of any present one.
 *
 * @module
 */
import { chance, drawIndex, pick, type Random } from "../draw.ts";
import type { Domain, FieldsDomain, TextDomain } from "../space/domain.ts";
import { isWithin } from "../space/is_within.ts";
import { drawNumber } from "./move_number.ts";

/** A drawn value; undefined where the domain has none that can be drawn: a text with a pattern, or what lies too deep in a schema. */
export function drawValue(domain: Domain, random: Random): unknown {
  switch (domain.kind) {
    case "number":
      return drawNumber(domain, random);
    case "choice":
      return pick(random, domain.options);
    case "text":
      return plainText(domain);
    case "fixed":
      return domain.only?.value;
    case "union": {
      const { branches } = domain;
      const first = drawIndex(random, branches.length);
      for (const branch of [...branches.slice(first), ...branches.slice(0, first)]) {
        const value = drawValue(branch, random);
        if (value !== undefined) return value;
      }
      return undefined;
    }
    case "list":
      return drawItems(drawLength(domain, random), () => drawValue(domain.items, random)) ??
        (domain.least === 0 ? [] : undefined);
    case "tuple":
      return drawItems(domain.items.length, (place) => drawValue(domain.items[place]!, random)) ??
        drawItems(domain.least, (place) => drawValue(domain.items[place]!, random)); // as many as there are
    case "map":
      return {};
    case "fields":
      return drawFields(domain, random);
  }
}

/** Whether `drawValue` gives a value. */
export function canDraw(domain: Domain): boolean {
  return drawValue(domain, () => 0.5) !== undefined;
}

/** Most items of a drawn list beyond the fewest. */
const maxMore = 4;

function drawLength(
  { least, most }: { readonly least: number; readonly most: number },
  random: Random,
): number {
  return least + drawIndex(random, Math.min(most - least, maxMore) + 1);
}

/** Items that are all drawn; undefined where one cannot be. */
function drawItems(
  length: number,
  draw: (place: number) => unknown,
): readonly unknown[] | undefined {
  const items = Array.from({ length }, (_, place) => draw(place));
  return items.includes(undefined) ? undefined : items;
}

function drawFields(
  { fields, optional }: FieldsDomain,
  random: Random,
): Readonly<Record<string, unknown>> | undefined {
  const drawn: [string, unknown][] = [];
  for (const [name, field] of Object.entries(fields)) {
    const mayMiss = optional.includes(name);
    if (mayMiss && chance(random, 0.5)) continue;
    const value = drawValue(field, random);
    if (value !== undefined) drawn.push([name, value]);
    else if (!mayMiss) return undefined;
  }
  return Object.fromEntries(drawn);
}

/** The shortest text, since the search writes none; undefined where that does not match. */
function plainText(domain: TextDomain): string | undefined {
  const text = "-".repeat(Math.min(domain.least, 1_000));
  return isWithin(text, domain) ? text : undefined;
}
