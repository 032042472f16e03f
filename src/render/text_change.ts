/**
 * Writes a text as made from others: `template with "{question}" replaced by question0`.
 *
 * A prompt is mostly a template with a few places filled in, and a batch has one for each example.
 *
 * @module
 */

/** A text, and the name by which it is shown. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Longer texts are not compared. */
const maxCompared = 50_000;

/** Maximum number of places that are filled in, and characters of what stands there before. */
const maxFilled = 24;
const maxPlace = 80;

/** Texts are aligned again where so many characters are equal, or where both end alike. */
const leastAligned = 12;

/** Shorter texts are written out, not named; and the number of texts that may be named. */
const leastNamed = 20;
const maxNamed = 16;

/**
 * How a text is made from one with changes, or from one with additions: `` `${template}\n\n${question0}` ``.
 *
 * @param before the text that is changed
 * @param others texts that may have been filled in
 * @param maxLength maximum characters of what is written
 * @returns null where there is no such way, or it is too long
 */
export function textChange(
  before: NamedText,
  after: string,
  others: readonly NamedText[],
  maxLength: number,
): string | null {
  if (before.text.length < leastNamed || before.text.length + after.length > maxCompared) {
    return null;
  }
  const named = others.filter(({ text }) => text.length >= leastNamed).slice(0, maxNamed)
    .toSorted((one, other) => other.text.length - one.text.length);
  const text = before.text === after
    ? before.name
    : after.includes(before.text)
    ? literalWith([before, ...named], after)
    : filledText(before, after, named);
  return text !== null && text.length <= maxLength ? text : null;
}

/**
 * How a text differs from another one: each first text of a pair, wherever it occurs, is the second one here.
 *
 * @param maxLength maximum characters of what is written
 * @returns null where that is not all, or it is too long
 */
export function sameTextWith(
  before: NamedText,
  after: string,
  pairs: readonly (readonly [NamedText, NamedText])[],
  maxLength: number,
): string | null {
  if (before.text.length + after.length > maxCompared) return null;
  const isPart = (text: string) =>
    text !== "" && text !== before.text && before.text.includes(text);
  const used = pairs.filter(([{ text }]) => isPart(text)).slice(0, maxFilled);
  const byText = new Map(used.map(([from, to]) => [from.text, to.text]));
  if (replacedIn(before.text, byText) !== after) return null;
  const texts = used.map(([from, to]) => `${shownText(from)} replaced by ${shownText(to)}`);
  const text = `${before.name} with ${texts.join(", ")}`;
  return text.length <= maxLength ? text : null;
}

function shownText({ name, text }: NamedText): string {
  return text.length >= leastNamed ? name : JSON.stringify(text);
}

/** A text as a literal in which the named texts stand as their names. */
function literalWith(named: readonly NamedText[], text: string): string {
  const parts = named.reduce<readonly (string | NamedText)[]>(
    (parts, known) =>
      parts.flatMap((part) =>
        typeof part === "string"
          ? part.split(known.text).flatMap((piece, at) => at === 0 ? [piece] : [known, piece])
          : [part]
      ),
    [text],
  );
  const shown = parts.filter((part) => part !== "");
  const [only] = shown;
  if (shown.length === 1 && typeof only === "object") return only.name;
  if (shown.every((part) => typeof part === "string")) return JSON.stringify(text);
  const pieces = shown.map((part) => typeof part === "string" ? escaped(part) : `\${${part.name}}`);
  return `\`${pieces.join("")}\``;
}

function escaped(text: string): string {
  return text.replace(/\\|`|\$\{/g, "\\$&").replaceAll("\r", "\\r");
}

/** What stands at a place in a text, and what takes its place. */
interface Filled {
  readonly from: string;
  readonly to: string;
}

/** A filled place, and the number of equal characters before it. */
interface Found extends Filled {
  readonly skipped: number;
}

function filledText(
  before: NamedText,
  after: string,
  named: readonly NamedText[],
): string | null {
  const filled = filledPlaces(before.text, after, named);
  if (filled === null) return null;
  const byText = new Map(filled.map(({ from, to }) => [from, to]));
  if (replacedIn(before.text, byText) !== after) return null;
  const texts = filled.map(({ from, to }) =>
    `${JSON.stringify(from)} replaced by ${literalWith(named, to)}`
  );
  return `${before.name} with ${texts.join(", ")}`;
}

/** The places where a text differs from another, each text once; null where they have too little in common. */
function filledPlaces(
  before: string,
  after: string,
  named: readonly NamedText[],
): readonly Filled[] | null {
  const found = new Map<string, Filled>();
  let [at, to] = [0, 0];
  for (let places = 0; at < before.length || to < after.length; places++) {
    const common = commonStart(before, at, after, to);
    if (at + common === before.length && to + common === after.length) break;
    const back = charactersSinceBlank(before, at, at + common);
    const [start, end] = [at + common - back, to + common - back];
    const place = namedPlace(before, start, after, end, named) ??
      anyPlace(before, start, after, end);
    if (place === null || places === maxFilled) return null;
    found.set(place.from, place);
    at = start + place.skipped + place.from.length;
    to = end + place.skipped + place.to.length;
  }
  return [...found.values()];
}

/** Where a named text begins, and the other text goes on after some characters as this one does after it. */
function namedPlace(
  before: string,
  at: number,
  after: string,
  to: number,
  named: readonly NamedText[],
): Found | null {
  for (let skipped = 0; skipped < maxPlace; skipped++) {
    for (const { text } of named) {
      if (!after.startsWith(text, to + skipped)) continue;
      const end = to + skipped + text.length;
      for (let length = 1; length <= maxPlace; length++) {
        const start = at + skipped;
        if (!isAligned(before, start + length, after, end)) continue;
        return { from: before.slice(start, start + length), to: text, skipped };
      }
    }
    if (before[at + skipped] !== after[to + skipped]) break;
  }
  return null;
}

/** The fewest characters after which the text goes on as the other one does somewhere. */
function anyPlace(before: string, at: number, after: string, to: number): Found | null {
  for (let length = 1; length <= maxPlace && at + length <= before.length; length++) {
    const anchor = before.slice(at + length, at + length + leastAligned);
    const isEnd = anchor.length < leastAligned;
    const end = isEnd ? after.length - anchor.length : after.indexOf(anchor, to);
    if (end < to || !after.startsWith(anchor, end)) continue;
    return { from: before.slice(at, at + length), to: after.slice(to, end), skipped: 0 };
  }
  return null;
}

/** Whether two texts are equal for some characters, or to the end of both. */
function isAligned(before: string, at: number, after: string, to: number): boolean {
  const common = commonStart(before, at, after, to, leastAligned);
  return common >= leastAligned ||
    (at + common === before.length && to + common === after.length);
}

/** The number of equal characters from two places on. */
function commonStart(
  before: string,
  at: number,
  after: string,
  to: number,
  most = Infinity,
): number {
  const end = Math.min(before.length - at, after.length - to, most);
  let length = 0;
  while (length < end && before[at + length] === after[to + length]) length++;
  return length;
}

/** The number of characters between the last blank and an end, so that a place is a whole word. */
function charactersSinceBlank(text: string, start: number, end: number): number {
  let back = 0;
  const most = Math.min(end - start, maxPlace);
  while (back < most && /\S/.test(text[end - back - 1]!)) back++; // within the text
  return back;
}

/** A text in which each of some texts is replaced wherever it occurs; null where one is in another, or there is none. */
function replacedIn(text: string, byText: ReadonlyMap<string, string>): string | null {
  const places = [...byText.keys()];
  const isClear = places.every((from) =>
    places.every((other) => other === from || !other.includes(from))
  );
  if (places.length === 0 || !isClear) return null;
  const pattern = places.map((from) => RegExp.escape(from)).join("|");
  return text.replace(new RegExp(pattern, "g"), (from) => byText.get(from)!); // one of the texts
}
