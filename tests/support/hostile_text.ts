/**
 * Text with every character that a terminal obeys, hides or reorders.
 *
 * @module
 */

/** Controls but line feed and tab, text direction, zero width, separators, lone surrogates. */
const pattern = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The hidden characters of a text, line feeds and tabs left out. */
export function hiddenIn(text: string): string[] {
  return (text.match(pattern) ?? []).filter((character) =>
    character !== "\n" && character !== "\t"
  );
}

/** Every such character. */
export const allHidden: readonly string[] = Array.from(
  { length: 0x110000 },
  (_, code) => String.fromCodePoint(code),
).filter((character) => hiddenIn(character).length > 0);

/** The ones named in the threat model, in words: colours, a cleared screen, a title, a reversed line. */
export const hostileText: string = [
  "\x1b[35mcolour",
  "\x1b[2Jclear",
  "\x1b]0;title\x07",
  "\x9b2Jc1",
  ...allHidden.filter((character) => character <= "\u206f" || character === "\ufeff"),
  "\ud800lone",
  "\u{e0041}tag",
  "\u202edne",
].join("");
