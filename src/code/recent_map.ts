/**
 * A map that keeps only the most recently used entries.
 *
 * @module
 */

/** Holds entries up to a number, and up to a total size if one is given; the one unused for longest is dropped first. */
export class RecentMap<K extends NonNullable<unknown>, V extends NonNullable<unknown>> {
  /** In the order of their last use. */
  readonly #entries = new Map<K, { readonly value: V; readonly size: number }>();
  readonly #maxEntries: number;
  readonly #maxSize: number;
  #size = 0;

  /**
   * An empty map.
   *
   * @param maxEntries at least 1
   * @param maxSize largest sum of sizes; each entry needs a size then @default no limit
   */
  constructor(maxEntries: number, maxSize: number = Infinity) {
    this.#maxEntries = maxEntries;
    this.#maxSize = maxSize;
  }

  /** The value of `key`, which counts as a use. */
  get(key: K): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** The value of `key`, which does not count as a use. */
  peek(key: K): V | undefined {
    return this.#entries.get(key)?.value;
  }

  /** Keeps a value; one larger than the limit is not kept at all. @param size a whole number, at least 1 */
  set(key: K, value: V, size: number = 1): void {
    this.delete(key);
    if (size > this.#maxSize) return;
    this.#entries.set(key, { value, size });
    this.#size += size;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#maxEntries && this.#size <= this.#maxSize) return;
      this.delete(oldest);
    }
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
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#size -= entry.size;
  }
}
