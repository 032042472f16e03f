/**
 * Recognizes text that would take a compiler too long, so that it is refused unparsed.
 *
 * @module
 */

/** Longer than hand-written source, short enough for every parser. */
const maxLength = 200_000;

/** Nested arrow functions cost esbuild cubic time: 400 of them take two seconds. */
const maxArrows = 300;

/**
 * `a ? (b) : c => d` can be read in two ways, and esbuild tries both, so nested ones take exponential time:
 * thirteen take a second, twenty-four all memory.
 */
const maxAmbiguous = 9;

/** The reason to refuse a text, if any. Counts characters; does not parse. */
export function costlyShape(source: string): string | undefined {
  if (source.length > maxLength) return `Cannot read more than ${maxLength} characters of source`;
  const arrows = count(source, /=>/g);
  if (arrows > maxArrows) return `Cannot read more than ${maxArrows} arrow functions in one source`;
  // A slash may start a comment before the bracket or colon.
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
