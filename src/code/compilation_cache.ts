/**
 * Remembers the latest compilations, bounded by number and by bytes.
 *
 * @module
 */
import { RecentMap } from "./recent_map.ts";

/** Bounds of a cache. */
export interface CacheBounds {
  /** @default 512 */
  readonly maxEntries?: number;
  /** Two for each character of keys and texts. @default 64 MiB */
  readonly maxBytes?: number;
}

/** A compilation, whose texts are counted. */
type Texts = {
  readonly kind: string;
  readonly code?: string;
  readonly module?: string;
  readonly mappings?: string;
};

/** Promises of compilations by key; the ones unused for longest leave first. A promise that rejects is forgotten. */
export class CompilationCache<V extends Texts> {
  readonly #entries: RecentMap<string, Promise<V>>;

  /** An empty cache. @param bounds when entries leave */
  constructor({ maxEntries = 512, maxBytes = 64 * 1024 * 1024 }: CacheBounds = {}) {
    this.#entries = new RecentMap(maxEntries, maxBytes);
  }

  /** The compilation of `key`, made and kept when it is not there. */
  getOrInsert(key: string, make: () => Promise<V>): Promise<V> {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#entries.set(key, made, bytesOf(key));
    made.then((value) => this.#resize(key, made, value), () => this.#forget(key, made));
    return made;
  }

  /** The entry's size becomes that of the outcome. */
  #resize(key: string, made: Promise<V>, { code, module, mappings }: V): void {
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
