/**
 * Makes a list longer or shorter, or swaps two of its items.
 *
 * @module
 */
import { drawIndex, pick, type Random } from "../draw.ts";
import type { Domain, ListDomain, TupleDomain } from "../space/domain.ts";
import { hasText } from "../space/has_text.ts";
import { optionsOf } from "../space/options.ts";
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
  return items.length > domain.least || isOrder(items, domain) ||
    items.length < Math.min(domain.most, maxItems) && (items.length > 0 || canAdd(domain.items));
}

/**
 * Whether the items may be an order, which moves of single items would break. A list of one length with an item twice, or with
 * an option that no item has, is taken for a record without names.
 */
function isOrder(items: readonly unknown[], { items: domain, least, most }: ListDomain): boolean {
  if (least !== most) return items.some((item) => !isSame(item, items[0]));
  return items.length > 1 && optionsOf({ domain, isOptional: false }).length <= items.length &&
    items.every((item, place) => !items.slice(0, place).some((other) => isSame(item, other)));
}

/** Whether new items are drawn: those with texts would be empty. */
function canAdd(item: Domain): boolean {
  return !hasText(item) && canDraw(item);
}

type Change = () => readonly unknown[];

function variedList(
  items: readonly unknown[],
  domain: ListDomain,
  random: Random,
): readonly unknown[] | undefined {
  const { items: each, least, most } = domain;
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
  const others = isOrder(items, domain)
    ? items.flatMap((item, other) => isSame(item, items[place]) ? [] : [other])
    : [];
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
