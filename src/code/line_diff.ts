/**
 * Compares two texts line by line.
 *
 * @module
 */
import { diffArrays } from "diff";

/** One line of a diff. */
export interface DiffLine {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/**
 * All lines of both texts with a minimum of changes; removed lines come before added ones.
 *
 * @param options the limit of the time, which is quadratic in it: beyond it the whole text counts as removed and added.
 * @default 400
 */
export function lineDiff(
  before: string,
  after: string,
  { maxChangedLines = 400 }: { readonly maxChangedLines?: number } = {},
): DiffLine[] {
  const [from, to] = [before.split("\n"), after.split("\n")];
  const parts = diffArrays(from, to, { maxEditLength: maxChangedLines }) ?? [
    { value: from, removed: true, added: false },
    { value: to, removed: false, added: true },
  ];
  return parts.flatMap(({ value, added, removed }) => {
    const kind = added ? "added" : removed ? "removed" : "same";
    return value.map((text) => ({ kind, text }) as const);
  });
}

/** Changed lines with `context` lines around them; `null` marks omitted lines. */
export function hunks(diff: readonly DiffLine[], context: number): (DiffLine | null)[] {
  const isNear = diff.map(() => false);
  diff.forEach((line, i) => {
    if (line.kind !== "same") isNear.fill(true, Math.max(0, i - context), i + context + 1);
  });
  const shown: (DiffLine | null)[] = [];
  diff.forEach((line, i) => {
    if (isNear[i]) shown.push(line);
    else if (shown.at(-1) !== null) shown.push(null);
  });
  return shown;
}
