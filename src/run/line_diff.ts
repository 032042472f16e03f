/**
 * What changed between two texts, line by line.
 *
 * @module
 */

/** One line of a diff. */
export interface DiffLine {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** Above this many cells of the table (16 MB), the changed middle is shown as removed and added whole. */
const maxCells = 4_000_000;

/** The longest common subsequence of lines as "same", the rest as removed and added, removed first. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split("\n"), after.split("\n")];
  const shared = Math.min(a.length, b.length);
  let head = 0;
  while (head < shared && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < shared - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const lines = (kind: DiffLine["kind"], texts: readonly string[]): DiffLine[] =>
    texts.map((text) => ({ kind, text }));
  return [
    ...lines("same", a.slice(0, head)),
    ...middleDiff(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...lines("same", a.slice(a.length - tail)),
  ];
}

/** Shows only changed lines with `context` lines around them; `null` stands for lines left out. */
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

function middleDiff(a: readonly string[], b: readonly string[]): DiffLine[] {
  const width = b.length + 1;
  const isTooLarge = (a.length + 1) * width > maxCells;
  const length = new Uint32Array(isTooLarge ? 0 : (a.length + 1) * width);
  const at = (i: number, j: number): number => length[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0 && !isTooLarge; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i * width + j] = a[i] === b[j]
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const diff: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right && !isTooLarge) {
      diff.push({ kind: "same", text: left });
      i++, j++;
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      diff.push({ kind: "removed", text: left });
      i++;
    } else {
      diff.push({ kind: "added", text: right ?? "" });
      j++;
    }
  }
  return diff;
}
