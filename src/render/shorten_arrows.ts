/**
 * Keeps drawings readable and fast to lay out: an arrow that would cross many rows starts at a copy of its source's
 * name next to the step.
 *
 * @module
 */
import type { Arrow, Box } from "./picture_parts.ts";

/** Maximum number of rows that an arrow crosses. */
const maxRows = 8;

/** The drawing with long arrows replaced by short ones from boxes with only a name. */
export function shortenArrows(
  boxes: readonly Box[],
  arrows: readonly Arrow[],
): { boxes: readonly Box[]; arrows: readonly Arrow[] } {
  const rowOf = rows(boxes, arrows);
  const names = new Map<string, Box>();
  const original = new Map(boxes.map((box) => [box.id, box]));
  const short = arrows.map((arrow): Arrow => {
    const source = original.get(arrow.from);
    const span = (rowOf.get(arrow.to) ?? 0) - (rowOf.get(arrow.from) ?? 0);
    if (source === undefined || span <= maxRows) return arrow;
    const id = `${arrow.from}_at_${arrow.to}`;
    names.set(id, {
      ...source,
      id,
      call: undefined,
      lines: [],
      isOutput: false,
      isNameOnly: true,
      inner: undefined,
    });
    return { ...arrow, from: id };
  });
  return { boxes: [...boxes, ...names.values()], arrows: short };
}

/** The row of each box: below all its sources; a box without sources is right above its first use. */
function rows(boxes: readonly Box[], arrows: readonly Arrow[]): Map<string, number> {
  const sources = Map.groupBy(arrows, ({ to }) => to);
  const row = new Map<string, number>();
  // Boxes are in graph order, sources first.
  for (const { id } of boxes) {
    const above = (sources.get(id) ?? []).map(({ from }) => row.get(from) ?? 0);
    row.set(id, above.reduce((lowest, at) => Math.max(lowest, at + 1), 0));
  }
  const users = Map.groupBy(arrows, ({ from }) => from);
  for (const { id } of boxes) {
    if (sources.has(id)) continue;
    const below = (users.get(id) ?? []).map(({ to }) => row.get(to) ?? 0);
    if (below.length > 0) row.set(id, below.reduce((first, at) => Math.min(first, at)) - 1);
  }
  return row;
}
