/**
 * The nearest known word to a mistyped one, for "did you mean".
 *
 * @module
 */
import { closestString } from "@std/text/closest-string";
import { levenshteinDistance } from "@std/text/levenshtein-distance";

/** The word of `known` nearest to `word`, else the first that begins with it, else undefined. */
export function closest(word: string, known: readonly string[]): string | undefined {
  const nearest = known.length === 0 ? undefined : closestString(word, known);
  const maxEdits = Math.ceil(word.length / 3);
  if (nearest !== undefined && levenshteinDistance(word, nearest) <= maxEdits) return nearest;
  return word.length < 3 ? undefined : known.find((candidate) => candidate.startsWith(word));
}
