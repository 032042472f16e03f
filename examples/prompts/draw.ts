/**
 * Draws from uniform random numbers in [0, 1).
 *
 * @module
 */

/** A whole number from `low` to `high`, both included. */
export function whole(random: () => number, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** One of the items. @throws {RangeError} when there is none */
export function pick<Item>(random: () => number, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError("Cannot draw an item: received an empty list");
  return item;
}

/** Some of the items, each at most once, in random order. */
export function sample<Item>(
  random: () => number,
  items: readonly Item[],
  count: number,
): readonly Item[] {
  const left = [...items];
  const drawn: Item[] = [];
  while (drawn.length < count && left.length > 0) {
    drawn.push(...left.splice(whole(random, 0, left.length - 1), 1));
  }
  return drawn;
}
