/**
 * Caches recent compilations, bounded by number and bytes.
 *
 * @module
 */
import { RecentMap } from "./recent_map.ts";

/** Limits of a cache. */
export interface CacheBounds {
  /** @default 512 */
  readonly maxEntries?: number;
  /** Bytes, two for each character of keys and texts. @default 64 MiB */
  readonly maxBytes?: number;
}

/** The texts of a compilation, for its size. */
type Texts = {
  readonly kind: string;
  readonly code?: string;
  readonly module?: string;
  readonly mappings?: string;
  readonly isByClock?: boolean;
};

/**
 * Promises of compilations by key; the least recently used are evicted first. Rejected promises are removed, and so are
 * refusals by the clock, which may not happen again.
 */
export class CompilationCache<V extends Texts> {
  readonly #entries: RecentMap<string, Promise<V>>;

  /** An empty cache. @param bounds its limits */
  constructor({ maxEntries = 512, maxBytes = 64 * 1024 * 1024 }: CacheBounds = {}) {
    this.#entries = new RecentMap(maxEntries, maxBytes);
  }

  /** The compilation of `key`; compiled on a miss. */
  getOrInsert(key: string, make: () => Promise<V>): Promise<V> {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#entries.set(key, made, bytesOf(key));
    made.then((value) => this.#resize(key, made, value), () => this.#forget(key, made));
    return made;
  }

  /** Sets the entry's size when its promise settles. */
  #resize(key: string, made: Promise<V>, { code, module, mappings, isByClock }: V): void {
    if (isByClock) return this.#forget(key, made);
    if (this.#entries.peek(key) !== made) return;
    this.#entries.set(key, made, bytesOf(key, code, module, mappings));
  }

  #forget(key: string, made: Promise<V>): void {
    if (this.#entries.peek(key) === made) this.#entries.delete(key);
  }
}

function bytesOf(...texts: readonly (string | undefined)[]): number {
  return texts.reduce((sum, text) => sum + 2 * (text?.length ?? 0), 1);
}
