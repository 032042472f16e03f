/**
 * Makes a list longer or shorter, or swaps two of its items.
 *
 * @module
 */
import { drawIndex, pick, type Random } from "../draw.ts";
import type { Domain, ListDomain, TupleDomain } from "../space/domain.ts";
import { hasText } from "../space/has_text.ts";
import { isSame } from "../space/is_within.ts";
import { canDraw, drawValue } from "./draw_value.ts";

/** Most items of a list without a bound that the search adds to. */
const maxItems = 256;

/** The list with an item more, one less, or two swapped; undefined when it can be none of these. */
export function varyList(
  items: readonly unknown[],
  domain: ListDomain | TupleDomain,
  random: Random,
): readonly unknown[] | undefined {
  return domain.kind === "list"
    ? variedList(items, domain, random)
    : variedTuple(items, domain, random);
}

/** Whether `varyList` can change a list. */
export function canVaryList(items: readonly unknown[], domain: ListDomain | TupleDomain): boolean {
  if (domain.kind === "tuple") {
    const next = domain.items[items.length];
    return next === undefined
      ? items.length > domain.least && items.length === domain.items.length
      : items.length > domain.least || canDraw(next);
  }
  return items.length > domain.least || items.some((item) => !isSame(item, items[0])) ||
    items.length < Math.min(domain.most, maxItems) && (items.length > 0 || canAdd(domain.items));
}

/** Whether new items are drawn: those with texts would be empty. */
function canAdd(item: Domain): boolean {
  return !hasText(item) && canDraw(item);
}

type Change = () => readonly unknown[];

function variedList(
  items: readonly unknown[],
  { items: each, least, most }: ListDomain,
  random: Random,
): readonly unknown[] | undefined {
  const changes: Change[] = [];
  const place = drawIndex(random, Math.max(1, items.length));
  if (items.length > least) changes.push(() => items.toSpliced(place, 1));
  if (items.length < Math.min(most, maxItems)) {
    // A copy of an item keeps what works; a drawn one brings what is not there.
    const drawn = canAdd(each) ? drawValue(each, random) : undefined;
    const more = [drawn, ...items.slice(place, place + 1)]
      .filter((item) => item !== undefined);
    if (more.length > 0) changes.push(() => items.toSpliced(place, 0, pick(random, more)));
  }
  const others = items.flatMap((item, other) => isSame(item, items[place]) ? [] : [other]);
  const other = pick(random, others);
  if (other !== undefined) {
    changes.push(() => items.with(place, items[other]).with(other, items[place]));
  }
  return pick(random, changes)?.();
}

/** A tuple changes only at its end, where items may be left out. */
function variedTuple(
  items: readonly unknown[],
  { items: each, least }: TupleDomain,
  random: Random,
): readonly unknown[] | undefined {
  const changes: Change[] = [];
  const next = each[items.length];
  const drawn = next && drawValue(next, random);
  if (items.length > least && items.length <= each.length) changes.push(() => items.slice(0, -1));
  if (drawn !== undefined) changes.push(() => [...items, drawn]);
  return pick(random, changes)?.();
}
