/**
 * Changes texts at random places, as a broken model, a bad line or an attacker would: for answers and for sources.
 *
 * @module
 */
import type { Dice } from "../sandbox/random_program.ts";

/** Pieces that mean something to a parser, an encoder, a printer or a checker. */
const pieces: readonly string[] = [
  ...[
    '"',
    "'",
    "`",
    "\\",
    "\\\\",
    '\\"',
    "\n",
    "\r",
    "\r\n",
    "\t",
    " ",
    "\0",
    "\u0001",
    "\u001b[2J",
  ],
  ...["\u2028", "\u2029", "\ufeff", "\u202e", "\u00a0", "\u0085", "\ud800", "\udfff", "\u{1f600}"],
  ...["{", "}", "[", "]", "(", ")", "<", ">", ",", ":", ";", "=>", "${", "/*", "*/", "//", "#!"],
  ...[
    "\\u",
    "\\u12",
    "\\ud800",
    "\\u{110000}",
    "\\x",
    "\\8",
    "e999",
    "1e-999",
    "-0",
    "0x",
    "_",
    "n",
  ],
  ...["__proto__", "constructor", "toString", "prototype", "hasOwnProperty", "then", "toJSON"],
  ...[
    "null",
    "undefined",
    "NaN",
    "Infinity",
    "true",
    "None",
    "function",
    "await",
    "async",
    "yield",
  ],
  ...["```", "```ts\n", "\n```\n", "<think>", "</think>", "<variable>", "</value>", "TERMINATE"],
  ...["<<<<<<< SEARCH\n", "\n=======\n", "\n>>>>>>> REPLACE\n", "\n#Code\n", "EVOLVE-BLOCK-START"],
  ...["// FIXED-BLOCK-START head\n", "// FIXED-BLOCK-END\n", "sk-aaaaaaaaaaaaaaaaaaaa", "/(\\d+/"],
];

/** Brackets of nests. */
const brackets: readonly (readonly [string, string])[] = [
  ["[", "]"],
  ["{", "}"],
  ["(", ")"],
  ['{"a":', "}"],
  ["`${", "}`"],
  ["<", ">"],
];

/** Most repetitions of one piece; one in a hundred is a thousand times as long. */
const maxRepeats = 2_000;

/** A text after one to four changes. */
export function mutateText(text: string, dice: Dice): string {
  const pick = <T>(items: readonly T[]): T => items[dice(items.length)] as T; // below its length
  const repeats = () =>
    1 + dice(dice(100) === 0 ? maxRepeats * 1_000 : dice(4) === 0 ? maxRepeats : 8);

  function range(text: string): readonly [start: number, end: number] {
    const start = dice(text.length + 1);
    return [start, Math.min(text.length, start + dice(dice(3) === 0 ? text.length + 1 : 12))];
  }

  /** Replaces a range; a piece is repeated up to four million characters. */
  function put(text: string, [start, end]: readonly [number, number], piece: string): string {
    return text.slice(0, start) + piece + text.slice(end);
  }

  function repeated(piece: string): string {
    return piece.repeat(Math.min(repeats(), Math.ceil(4_000_000 / (piece.length || 1))));
  }

  function once(text: string): string {
    const [start, end] = range(text);
    switch (dice(11)) {
      case 0:
        return text.slice(0, start);
      case 1:
        return text.slice(start);
      case 2:
        return put(text, [start, end], "");
      case 3:
        return put(text, [start, start], repeated(text.slice(start, end)));
      case 4:
        return put(text, [start, start], repeated(pick(pieces)));
      case 5:
        return put(text, [start, end], pick(pieces));
      case 6: {
        const [open, close] = pick(brackets);
        const count = repeats();
        return put(
          text,
          [start, end],
          open.repeat(count) + text.slice(start, end) + close.repeat(count),
        );
      }
      case 7: // a flipped bit of a character
        return put(text, [start, start + 1], flipped(text.charCodeAt(start) || 0));
      case 8: { // two places swapped
        const [from, to] = range(text);
        return put(
          put(text, [start, end], text.slice(from, to)),
          [from, to],
          text.slice(start, end),
        );
      }
      case 9: // escaped as in JSON
        return put(text, [start, end], JSON.stringify(text.slice(start, end)).slice(1, -1));
      default: // one quote less or another one
        return text.replace(
          pick(["'", '"', "`", ",", "}", "]"]),
          dice(2) === 0 ? "" : pick(pieces),
        );
    }
  }

  function flipped(code: number): string {
    return String.fromCharCode(code ^ (1 << dice(16)));
  }

  let mutant = text;
  for (let left = 1 + dice(4); left > 0; left--) mutant = once(mutant).slice(0, 4_000_000);
  return mutant;
}
