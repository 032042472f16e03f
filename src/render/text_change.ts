/**
 * Writes a text as made from others: `template with "{question}" replaced by question0`.
 *
 * A prompt is mostly a template with a few places filled in, and a batch has one for each example.
 *
 * @module
 */
import { filledPlaces } from "./filled_places.ts";

/** A text, and the name by which it is shown. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Longer texts are not compared. */
const maxCompared = 50_000;

/** Maximum number of texts that are replaced. */
const maxReplaced = 24;

/** Shorter texts are written out, not named; and the number of texts that may be named. */
const leastNamed = 20;
const maxNamed = 16;

/**
 * How a text is made from one with changes, or from one with additions: `` `${template}\n\n${question0}` ``.
 *
 * @param before the text that is changed
 * @param options texts that may have been filled in; maximum characters of what is written
 * @returns null where there is no such way, or it is too long
 */
export function textChange(
  before: NamedText,
  after: string,
  { others, maxLength }: { readonly others: readonly NamedText[]; readonly maxLength: number },
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
 * @param options the pairs; maximum characters of what is written
 * @returns null where that is not all, or it is too long
 */
export function sameTextWith(
  before: NamedText,
  after: string,
  { pairs, maxLength }: {
    readonly pairs: readonly (readonly [NamedText, NamedText])[];
    readonly maxLength: number;
  },
): string | null {
  if (before.text.length + after.length > maxCompared) return null;
  const isPart = (text: string) =>
    text !== "" && text !== before.text && before.text.includes(text);
  const used = pairs.filter(([{ text }]) => isPart(text)).slice(0, maxReplaced);
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

/** The text with its places filled: `template with "{question}" replaced by question0`. */
function filledText(
  before: NamedText,
  after: string,
  named: readonly NamedText[],
): string | null {
  const filled = filledPlaces(before.text, after, named.map(({ text }) => text));
  if (filled === null) return null;
  const byText = new Map(filled.map(({ from, to }) => [from, to]));
  if (replacedIn(before.text, byText) !== after) return null;
  const texts = filled.map(({ from, to }) =>
    `${JSON.stringify(from)} replaced by ${literalWith(named, to)}`
  );
  return `${before.name} with ${texts.join(", ")}`;
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
