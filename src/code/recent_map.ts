/**
 * A map that keeps only the entries used last.
 *
 * @module
 */
import { LRUCache } from "lru-cache";

/** A limit on the sum of all entries' sizes. */
export interface SizeLimit<V> {
  /** Largest sum. An entry larger than this is not kept at all. */
  readonly maxSize: number;
  /** The size of an entry, such as its bytes; a whole number, at least 1. */
  readonly sizeOf: (value: V) => number;
}

/** Holds entries up to a number, a total size, or both; the one unused for longest is dropped first. */
export class RecentMap<K extends NonNullable<unknown>, V extends NonNullable<unknown>> {
  readonly #entries: LRUCache<K, V>;

  /** An empty map. @param maxEntries at least 1 @param sizeLimit none by default */
  constructor(maxEntries: number, sizeLimit?: SizeLimit<V>) {
    this.#entries = new LRUCache({
      max: maxEntries,
      ...(sizeLimit && { maxSize: sizeLimit.maxSize, sizeCalculation: sizeLimit.sizeOf }),
    });
  }

  /** The value of `key`, made and kept when it is missing. */
  getOrInsert(key: K, make: () => V): V {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const value = make();
    this.#entries.set(key, value);
    return value;
  }

  /** Drops one entry. */
  delete(key: K): void {
    this.#entries.delete(key);
  }
}
