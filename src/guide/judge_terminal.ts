/**
 * The terminal in which a person is asked.
 *
 * @module
 */

import { printable } from "../printable.ts";

/** Writes and reads lines. */
export interface JudgeTerminal {
  /** Whether a person can answer. */
  isTerminal(): boolean;
  /** Shows a text, which may have several lines. */
  write(text: string): void;
  /** The next line, without its end; null when there is none. */
  readLine(): Promise<string | null>;
}

/** Longest line, in bytes. */
const maxLineBytes = 100_000;

const lineFeed = 10;

/** Bytes behind the last line that was read. */
let rest = new Uint8Array();

/** Standard input, and the console: a supervised task has no other way to the screen. Outputs are escaped. */
export const standardTerminal: JudgeTerminal = {
  isTerminal: () => Deno.stdin.isTerminal(),
  write: (text) => console.log(printable(text)),
  async readLine() {
    const decoder = new TextDecoder();
    let line = new Uint8Array();
    while (line.length <= maxLineBytes) {
      if (rest.length === 0) {
        const buffer = new Uint8Array(4_096);
        const count = await Deno.stdin.read(buffer);
        if (count === null) return line.length === 0 ? null : decoder.decode(line);
        rest = buffer.slice(0, count);
      }
      const end = rest.indexOf(lineFeed);
      const part = end < 0 ? rest : rest.subarray(0, end);
      const longer = new Uint8Array(line.length + part.length);
      longer.set(line);
      longer.set(part, line.length);
      line = longer;
      rest = end < 0 ? new Uint8Array() : rest.slice(end + 1);
      if (end >= 0) return decoder.decode(line).replace(/\r$/, "");
    }
    return decoder.decode(line.subarray(0, maxLineBytes));
  },
};
