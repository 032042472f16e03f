/**
 * A map that keeps only the most recently used entries.
 *
 * @module
 */
import { LRUCache } from "lru-cache";

/** A limit on the sum of all entries' sizes. */
export interface SizeLimit<V> {
  /** Maximum sum. A larger single entry is not stored. */
  readonly maxSize: number;
  /** The size of an entry, for example its bytes; an integer, at least 1. */
  readonly sizeOf: (value: V) => number;
}

/** Holds entries up to a number, a total size, or both; evicts the least recently used. */
export class RecentMap<K extends NonNullable<unknown>, V extends NonNullable<unknown>> {
  readonly #entries: LRUCache<K, V>;

  /** An empty map. @param maxEntries at least 1 @param sizeLimit none by default */
  constructor(maxEntries: number, sizeLimit?: SizeLimit<V>) {
    this.#entries = new LRUCache({
      max: maxEntries,
      ...(sizeLimit && { maxSize: sizeLimit.maxSize, sizeCalculation: sizeLimit.sizeOf }),
    });
  }

  /** The value of `key`; computed and stored when missing. */
  getOrInsert(key: K, make: () => V): V {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const value = make();
    this.#entries.set(key, value);
    return value;
  }

  /** Removes one entry. */
  delete(key: K): void {
    this.#entries.delete(key);
  }
}
