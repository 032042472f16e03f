/**
 * Finds the nearest shown ancestors of omitted steps.
 *
 * @module
 */
/** Maximum number of ancestors found. */
const maxNearest = 4;

const none: readonly number[] = Object.freeze([]);

/** The nearest shown ancestors of nodes; where there are many, the latest of them. */
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

  /** The nearest shown ancestors of the node at a place, itself not counted. */
  behind(place: number): readonly number[] {
    for (let next = this.#found.length; next <= place; next++) {
      this.#found.push(this.#nearest(this.#sources[next] ?? none));
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
      else nearest = latest(joined(nearest, candidates));
    }
    return latest(nearest);
  }
}

/** The places of both lists, each once; the first list itself where the second adds none. */
function joined(places: readonly number[], others: readonly number[]): readonly number[] {
  const added = others.filter((place) => !places.includes(place)); // both are short
  return added.length === 0 ? places : [...places, ...added];
}

/** The highest places where there are too many: what was computed last. */
function latest(places: readonly number[]): readonly number[] {
  if (places.length <= maxNearest) return places;
  const kept = new Set(places.toSorted((one, other) => other - one).slice(0, maxNearest));
  return places.filter((place) => kept.has(place));
}
