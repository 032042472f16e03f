/**
 * A map that keeps only the entries used last.
 *
 * @module
 */

/** Holds at most `capacity` entries; the one unused for longest leaves first. */
export class RecentMap<K, V> {
  /** A map's own order is that of insertion, so an entry used is inserted anew. */
  readonly #entries = new Map<K, V>();
  readonly #capacity: number;

  /** An empty map. @param capacity at least 1 */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The value of `key`, made and kept when it is not there. */
  getOrInsert(key: K, make: () => V): V {
    const known = this.#entries.get(key);
    const value = known ?? make();
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#capacity) {
      for (const oldest of this.#entries.keys()) {
        this.#entries.delete(oldest);
        break;
      }
    }
    return value;
  }

  /** Forgets one entry. */
  delete(key: K): void {
    this.#entries.delete(key);
  }
}
