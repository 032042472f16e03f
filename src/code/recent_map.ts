/**
 * A map that keeps only the most recently used entries.
 *
 * @module
 */
import { LRUCache } from "lru-cache";

/** Holds entries up to a number, and up to a total size if one is given; the one unused for longest is dropped first. */
export class RecentMap<K extends NonNullable<unknown>, V extends NonNullable<unknown>> {
  readonly #entries: LRUCache<K, V>;

  /**
   * An empty map.
   *
   * @param maxEntries at least 1
   * @param maxSize largest sum of sizes; each entry needs a size then @default no limit
   */
  constructor(maxEntries: number, maxSize?: number) {
    this.#entries = new LRUCache({
      max: maxEntries,
      ...(maxSize === undefined ? {} : { maxSize }),
    });
  }

  /** The value of `key`, which counts as a use. */
  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  /** The value of `key`, which does not count as a use. */
  peek(key: K): V | undefined {
    return this.#entries.peek(key);
  }

  /** Keeps a value; one larger than the limit is not kept at all. @param size a whole number, at least 1 */
  set(key: K, value: V, size?: number): void {
    this.#entries.delete(key); // lru-cache keeps the old size of an equal value
    this.#entries.set(key, value, size === undefined ? {} : { size });
  }

  /** The value of `key`, made and kept when it is missing; for a map without sizes. */
  getOrInsert(key: K, make: () => V): V {
    const known = this.get(key);
    if (known !== undefined) return known;
    const value = make();
    this.set(key, value);
    return value;
  }

  /** Removes one entry. */
  delete(key: K): void {
    this.#entries.delete(key);
  }
}
