/**
 * A set of the newest ids, for runs of millions of candidates.
 *
 * @module
 */

/** Ids that are kept at least, some 10 MB. */
const leastKept = 125_000;

/**
 * The newest ids that were added, twice as many as must be at most; an older one counts as new when it comes again.
 *
 * Two sets take turns: one that drops its oldest member each time looks for it behind all that it dropped before.
 */
export class RecentIds {
  readonly #least: number;
  #newer = new Set<string>();
  #older = new Set<string>();
  #count = 0;

  /** @param least ids that are kept at least */
  constructor(least = leastKept) {
    this.#least = least;
  }

  /** Number of different ids so far; one that came again after it was dropped counts twice. */
  get count(): number {
    return this.#count;
  }

  /** Whether an id was added, and is kept. */
  has(id: string): boolean {
    return this.#newer.has(id) || this.#older.has(id);
  }

  /** Adds an id. */
  add(id: string): void {
    if (this.has(id)) return;
    if (this.#newer.size === this.#least) [this.#older, this.#newer] = [this.#newer, new Set()];
    this.#newer.add(id);
    this.#count++;
  }
}
