/**
 * Estimates the number of tokens in a text.
 *
 * @module
 */

/**
 * Estimated number of tokens: one per eight letters of a word (rounded up), per three digits or signs in a row (rounded up),
 * per run of white space that is more than one space or stands before a digit, and per character beyond Latin.
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
  let start = 0;
  let kind = kindOf(text.charCodeAt(0));
  for (let at = 1; at <= text.length; at++) {
    const next = at < text.length ? kindOf(text.charCodeAt(at)) : "end";
    if (next === kind) continue;
    const isJoined = kind === "space" && next !== "digits" && at - start === 1;
    if (!isJoined || text.charCodeAt(start) !== 32) tokens += tokensOfRun(kind, at - start);
    [start, kind] = [at, next];
  }
  return tokens;
}

type Kind = "letters" | "digits" | "space" | "signs" | "others" | "end";

function tokensOfRun(kind: Kind, length: number): number {
  switch (kind) {
    case "letters":
      return Math.ceil(length / 8);
    case "digits":
    case "signs":
      return Math.ceil(length / 3);
    case "space":
      return 1;
    case "others":
      return length;
    case "end":
      return 0;
    default:
      return kind satisfies never;
  }
}

function kindOf(code: number): Kind {
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return "letters";
  if (code <= 32 || code === 0xa0) return "space";
  if (code >= 48 && code <= 57) return "digits";
  if (code < 127) return "signs";
  return code >= 0xc0 && code <= 0x24f ? "letters" : "others";
}
