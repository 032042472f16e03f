/**
 * Finds the nearest shown ancestors of omitted steps.
 *
 * @module
 */
/** Maximum number of ancestors found. */
const maxNearest = 4;

const none: readonly number[] = Object.freeze([]);

/** The nearest shown ancestors of nodes; a few of them when there are many. */
export class NearestShown {
  readonly #sources: readonly (readonly number[])[];
  readonly #isShown: (place: number) => boolean;
  /** The results by place, up to the highest place requested. */
  readonly #found: (readonly number[])[] = [];

  /**
   * @param sources places of the sources of each node
   * @param isShown whether the node at a place is shown
   */
  constructor(
    sources: readonly (readonly number[])[],
    isShown: (place: number) => boolean,
  ) {
    this.#sources = sources;
    this.#isShown = isShown;
  }

  /** The nearest shown ancestors of the node at a place. */
  behind(place: number): readonly number[] {
    for (let next = this.#found.length; next <= place; next++) {
      this.#found.push(this.#isShown(next) ? none : this.#nearest(this.#sources[next] ?? none));
    }
    return this.#found[place] ?? none;
  }

  /** The given places where shown, otherwise their nearest shown ancestors. */
  among(places: readonly number[]): readonly number[] {
    this.behind(places.reduce((last, place) => Math.max(last, place), 0));
    return this.#nearest(places);
  }

  #nearest(places: readonly number[]): readonly number[] {
    let nearest: readonly number[] = none;
    for (const place of places) {
      const candidates = this.#isShown(place) ? [place] : this.#found[place] ?? none;
      if (nearest.length === 0) nearest = candidates; // shared: long chains need no extra memory
      else nearest = [...new Set([...nearest, ...candidates])].slice(0, maxNearest);
      if (nearest.length === maxNearest) break;
    }
    return nearest;
  }
}
