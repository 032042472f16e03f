/**
 * Recognizes texts on which a compiler would work without end, so that they are refused unread.
 *
 * @module
 */

/** Longer than source written by hand, and short enough for every parser. */
const maxLength = 200_000;

/** Arrows within arrows cost esbuild the cube of their number: 400 of them two seconds. */
const maxArrows = 300;

/**
 * `a ? (b) : c => d` may be read in two ways, of which esbuild tries both: one in the other, they double the time each.
 * Thirteen take a second, twenty-four take all memory.
 */
const maxAmbiguous = 9;

/** The reason not to parse the text, if there is one. It counts characters and does not parse. */
export function costlyShape(source: string): string | undefined {
  if (source.length > maxLength) return `Cannot read more than ${maxLength} characters of source`;
  const arrows = count(source, /=>/g);
  if (arrows > maxArrows) return `Cannot read more than ${maxArrows} arrow functions in one source`;
  // A slash may begin a comment, behind which the bracket or colon stands.
  const ambiguous = Math.min(arrows, count(source, /\?\s*[(/]/g), count(source, /\)\s*[:/]/g));
  return ambiguous > maxAmbiguous
    ? "Cannot read so many conditions of the form `a ? (b) : c` beside arrow functions: leave the brackets out"
    : undefined;
}

function count(text: string, pattern: RegExp): number {
  let found = 0;
  for (const _ of text.matchAll(pattern)) found++;
  return found;
}
