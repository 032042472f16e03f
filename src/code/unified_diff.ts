/**
 * Reads a unified diff as edits: models write its lines right, and its line numbers wrong.
 *
 * @module
 */
import type { EditOutcome, TextEdit } from "./search_replace.ts";

const hunkMark = /^@@(?: .{0,200})?$/;

/** Whether a text is a unified diff: it has a hunk with an added or removed line. */
export function holdsDiff(text: string): boolean {
  const lines = text.split(/\r?\n/);
  const first = lines.findIndex((line) => hunkMark.test(line));
  return first >= 0 && lines.slice(first).some((line) => /^[+-]/.test(line));
}

/** One edit for each hunk: context and removed lines are found, context and added ones take their place. */
export function readDiff(text: string): EditOutcome<readonly TextEdit[]> {
  const edits: TextEdit[] = [];
  let hunk:
    | { readonly search: string[]; readonly replace: string[]; readonly line: number }
    | null = null;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (hunkMark.test(line)) {
      hunk = { search: [], replace: [], line: index + 1 };
      edits.push(hunk);
      continue;
    }
    if (hunk === null || line.startsWith("\\")) continue;
    if (/^(?:```|diff |index |--- |\+\+\+ )/.test(line)) hunk = null;
    else if (line.startsWith("+")) hunk.replace.push(line.slice(1));
    else if (line.startsWith("-")) hunk.search.push(line.slice(1));
    else {
      const context = line.startsWith(" ") ? line.slice(1) : line;
      hunk.search.push(context);
      hunk.replace.push(context);
    }
  }
  return { kind: "done", value: edits.map(trimmed) };
}

/** Blank lines at the end of a hunk are those between hunks, or before the fence. */
function trimmed({ search, replace, line }: TextEdit): TextEdit {
  let count = 0;
  const isBlank = (lines: readonly string[]) => lines[lines.length - 1 - count]?.trim() === "";
  while (isBlank(search) && isBlank(replace)) count++;
  return {
    search: search.slice(0, search.length - count),
    replace: replace.slice(0, replace.length - count),
    line,
  };
}
