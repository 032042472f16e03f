/**
 * One small change of a source file that a test should notice.
 *
 * @module
 */

/** A span of text and what replaces it. */
export interface Edit {
  /** The mutator's name: `boundary`, `negation`, … */
  readonly mutator: string;
  /** Offset of the first character that is replaced. */
  readonly start: number;
  /** Offset behind the last one. */
  readonly end: number;
  readonly replacement: string;
}

/** An edit of one file, with an id that survives edits of other lines. */
export interface Mutant extends Edit {
  /** 12 hexadecimal digits. */
  readonly id: string;
  readonly room: string;
  /** Path from the root. */
  readonly file: string;
  /** Line of the first changed character, from 1. */
  readonly line: number;
  /** The changed line before and after, trimmed. */
  readonly before: string;
  readonly after: string;
}

/** The text of a file with one edit made. */
export function applyEdit(text: string, { start, end, replacement }: Edit): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

/** The first 12 hexadecimal digits of a text's SHA-256. */
export async function shortHash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex().slice(0, 12);
}
