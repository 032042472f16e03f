/**
 * Knows the texts on which a compiler works without end, so that they are refused unread.
 *
 * @module
 */

/** More than anybody writes by hand, and little enough for every parser. */
const maxLength = 200_000;

/** Arrows within arrows cost esbuild the cube of their number: 400 of them two seconds. */
const maxArrows = 300;

/**
 * `a ? (b) : c => d` may be read in two ways, of which esbuild tries both: one in the other, they double the time each.
 * Thirteen take a second, twenty-four take all memory.
 */
const maxAmbiguous = 9;

/** What speaks against reading the text, if anything does. It looks at characters, for every parser could be misled. */
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
