/**
 * Seeds and random numbers: the same on every machine, and separate for every purpose.
 *
 * @module
 */

/** Mixes parts into one seed, an unsigned 32-bit integer. */
export function seedOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5; // FNV-1a, finished with the avalanche of MurmurHash3
  for (const character of JSON.stringify(parts)) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Uniform numbers in [0, 1) from a seed (mulberry32, by Tommy Ettinger). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The items in random order (Fisher-Yates shuffle: one of the remaining items, again and again). */
export function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  const parts = inParts(items);
  return items.map((_, taken) => {
    let place = Math.floor(random() * (items.length - taken));
    const part = parts.find((part) => place < part.length || (place -= part.length, false))!; // one has it
    return part.splice(place, 1)[0]!; // as above
  });
}

/** Longest part of a list from which items are removed: removing one moves those behind it. */
const partLength = 512;

function inParts<Item>(items: readonly Item[]): Item[][] {
  return Array.from(
    { length: Math.ceil(items.length / partLength) },
    (_, part) => items.slice(part * partLength, (part + 1) * partLength),
  );
}
