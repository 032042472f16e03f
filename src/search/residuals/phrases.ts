/**
 * Reads feedback as phrases: what changes in them from one output to another are their numbers, and which phrase stands there.
 *
 * @module
 */

/** A sentence or line of feedback. */
export interface Phrase {
  /** The text with `#` for each number; equal for phrases that differ in numbers alone. */
  readonly form: string;
  readonly numbers: readonly number[];
}

/** Most phrases of a feedback, numbers of a phrase, and characters that are read. */
const mostPhrases = 6;
const mostNumbers = 3;
const mostCharacters = 400;

/** A number that stands alone and whole: not the 2 of `x2` or of `1.2.3`, nor what is left of one that was cut. */
const number =
  /(?<![\w.])[-+−]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?(?![\w…]|\.\d)/gi;

/** The ends of phrases: of lines, of sentences, and semicolons. */
const ends = /\n+|;\s*|[.!?]\s+/;

/** The phrases of a feedback, in their order. */
export function phrasesOf(feedback: string): readonly Phrase[] {
  return feedback.slice(0, mostCharacters).split(ends).map((text) => text.trim())
    .filter((text) => text !== "").slice(0, mostPhrases).map(phraseOf);
}

function phraseOf(text: string): Phrase {
  const numbers: number[] = [];
  const form = text.replace(number, (found) => {
    const value = Number(found.replace("−", "-").replaceAll(",", ""));
    if (numbers.length === mostNumbers || !Number.isFinite(value)) return found;
    numbers.push(value);
    return "#";
  });
  return { form: form.replace(/[.!?\s]+$/, ""), numbers };
}
