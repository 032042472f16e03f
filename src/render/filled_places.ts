/**
 * Finds the places at which a text differs from its template.
 *
 * @module
 */

/** Maximum number of places that are filled in, and characters of what stands there before. */
const maxPlaces = 24;
const maxPlaceLength = 80;

/** Texts are aligned again where so many characters are equal, or where both end alike. */
const leastAligned = 12;

/** What stands at a place in a template, and what takes its place. */
export interface FilledPlace {
  readonly from: string;
  readonly to: string;
}

/**
 * The places, those with equal texts once; null where the texts have too little in common. Where a place seems to be may be
 * wrong: fill the template to see.
 *
 * @param known texts that may have been filled in, the longest first
 */
export function filledPlaces(
  template: string,
  filled: string,
  known: readonly string[],
): readonly FilledPlace[] | null {
  const found = new Map<string, FilledPlace>();
  const both = new Alignment(template, filled);
  for (let places = 0; places <= maxPlaces; places++) {
    both.skipEqual();
    if (both.isAtEnd) return [...found.values()];
    both.backToBlank();
    const place = both.knownPlace(known) ?? both.anyPlace();
    if (place === null) return null;
    found.set(place.from, place);
    both.skip(place);
  }
  return null;
}

/** A place in a template, and the one in the filled text that goes with it. */
class Alignment {
  readonly #template: string;
  readonly #filled: string;
  #at = 0;
  #to = 0;
  /** Where the last place in the template ended. */
  #equalSince = 0;

  constructor(template: string, filled: string) {
    this.#template = template;
    this.#filled = filled;
  }

  /** Whether both texts end here. */
  get isAtEnd(): boolean {
    return this.#at === this.#template.length && this.#to === this.#filled.length;
  }

  /** Goes on to where the texts differ. */
  skipEqual(): void {
    this.#move(this.#equalFrom(this.#at, this.#to));
  }

  /** Goes back to the last blank, so that a place is a whole word. */
  backToBlank(): void {
    const least = Math.max(this.#equalSince, this.#at - maxPlaceLength);
    while (this.#at > least && /\S/.test(this.#template[this.#at - 1]!)) this.#move(-1); // within the text
  }

  /** Goes to where a known text begins, and the filled text goes on after it as the template does after some characters. */
  knownPlace(known: readonly string[]): FilledPlace | null {
    for (let equal = 0; equal < maxPlaceLength; equal++) {
      const [at, to] = [this.#at + equal, this.#to + equal];
      for (const text of known.filter((text) => this.#filled.startsWith(text, to))) {
        for (let length = 1; length <= maxPlaceLength; length++) {
          if (!this.#isAligned(at + length, to + text.length)) continue;
          this.#move(equal);
          return { from: this.#template.slice(at, at + length), to: text };
        }
      }
      if (this.#template[at] !== this.#filled[to]) break;
    }
    return null;
  }

  /** The fewest characters after which the template goes on as the filled text does somewhere. */
  anyPlace(): FilledPlace | null {
    const [at, to] = [this.#at, this.#to];
    const most = Math.min(maxPlaceLength, this.#template.length - at);
    for (let length = 1; length <= most; length++) {
      const anchor = this.#template.slice(at + length, at + length + leastAligned);
      const isEnd = anchor.length < leastAligned;
      const end = isEnd ? this.#filled.length - anchor.length : this.#filled.indexOf(anchor, to);
      if (end < to || !this.#filled.startsWith(anchor, end)) continue;
      return { from: this.#template.slice(at, at + length), to: this.#filled.slice(to, end) };
    }
    return null;
  }

  /** Goes on after a place. */
  skip({ from, to }: FilledPlace): void {
    this.#at += from.length;
    this.#to += to.length;
    this.#equalSince = this.#at;
  }

  #move(characters: number): void {
    this.#at += characters;
    this.#to += characters;
  }

  /** Whether the texts are equal for some characters, or to the end of both. */
  #isAligned(at: number, to: number): boolean {
    const equal = this.#equalFrom(at, to, leastAligned);
    const isEnd = at + equal === this.#template.length && to + equal === this.#filled.length;
    return equal === leastAligned || isEnd;
  }

  /** The number of equal characters from two places on. */
  #equalFrom(at: number, to: number, most = Infinity): number {
    const end = Math.min(this.#template.length - at, this.#filled.length - to, most);
    let equal = 0;
    while (equal < end && this.#template[at + equal] === this.#filled[to + equal]) equal++;
    return equal;
  }
}
