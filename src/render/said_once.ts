/**
 * Says once what several texts end with: guides often give each output the same advice.
 *
 * @module
 */

/** Shorter endings are repeated. */
const leastEnding = 80;

/** Longer texts are left as they are; and the number of last sentences that are looked at. */
const maxText = 10_000;
const maxSentences = 12;

/** A text, and the name of what it is about. */
export interface SaidText {
  readonly name: string;
  readonly text: string;
}

/** The texts; the last sentences of one that an earlier one ends with too are written as `(The rest as for add0.)`. */
export function saidOnce(texts: readonly SaidText[]): readonly string[] {
  const firstNames = new Map<string, string>();
  return texts.map(({ name, text }) => {
    const starts = text.length > maxText ? [] : sentenceStarts(text);
    const said = starts.find((start) => firstNames.has(text.slice(start)));
    for (const start of starts) {
      const ending = text.slice(start);
      if (!firstNames.has(ending)) firstNames.set(ending, name);
    }
    if (said === undefined) return text;
    const first = firstNames.get(text.slice(said))!; // it was found
    return said === 0
      ? `The same as for ${first}.`
      : `${text.slice(0, said)}(The rest as for ${first}.)`;
  });
}

/** Where the sentences and lines of a text begin that leave a long ending. */
function sentenceStarts(text: string): readonly number[] {
  const gaps = [...text.matchAll(/(?<=[.!?]) +(?=\S)|\n+/g)].slice(-maxSentences);
  const starts = [0, ...gaps.map((gap) => gap.index + gap[0].length)];
  return starts.filter((start) => text.length - start >= leastEnding);
}
