/**
 * Estimates how many tokens a text takes, where no server has counted them.
 *
 * @module
 */

/** Words, digits, white space, other signs, and characters beyond Latin one by one. */
const pieces = /[A-Za-z\u00c0-\u024f]+|\d+|\s+|[!-/:-@[-`{-~]+|\S/g;

/**
 * Estimated number of tokens of a text: one for each eight letters of a word begun, for each three digits or signs in a row,
 * for white space that is more than a blank, and for every character beyond Latin.
 *
 * Measured against OpenAI's o200k encoding on prose, TypeScript, JSON and long lists of numbers, this is 0 to 10 %
 * above the true number; for Chinese 23 %.
 *
 * @example
 * ```ts
 * import { estimateTokens } from "./tokens.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(estimateTokens("The output should be larger."), 6);
 * ```
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(pieces)) {
    const code = piece.charCodeAt(0);
    if (isLetter(code)) tokens += Math.ceil(piece.length / 8);
    else if (piece !== " ") tokens += Math.ceil((code <= 32 ? 1 : piece.length) / 3);
  }
  return tokens;
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) ||
    (code >= 0xc0 && code <= 0x24f);
}
