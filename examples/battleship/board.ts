/**
 * Draws a board of Battleship for the report of a run: the fleet, the shots, and which of them hit.
 *
 * @module
 */
import type { Task } from "@opto/opto";

type Drawing = ReturnType<NonNullable<Task["draw"]>>;
type Shape = Drawing["shapes"][number];

/** A cross for a hit, a ring for a miss; ships are the filled squares. */
export function boardDrawing(
  board: readonly (readonly string[])[],
  fleet: readonly (readonly [row: number, column: number])[],
): Drawing {
  const size = board.length;
  const square = (row: number, column: number) =>
    ({ kind: "rectangle", x: column, y: row, width: 1, height: 1 }) as const;
  const marks = board.flatMap((line, row) =>
    line.flatMap((mark, column): Shape[] => {
      const [x, y] = [column + 0.5, row + 0.5];
      if (mark === "O") return [{ kind: "circle", x, y, radius: 0.2, tone: "quiet" }];
      if (mark !== "X") return [];
      return [0.25, -0.25].map((rise) => ({
        ...{ kind: "line", tone: "bad" },
        points: [[x - 0.25, y - rise], [x + 0.25, y + rise]],
      }));
    })
  );
  const lines = Array.from({ length: size + 1 }, (_, at): Shape[] => [
    { kind: "line", points: [[0, at], [size, at]], tone: "quiet" },
    { kind: "line", points: [[at, 0], [at, size]], tone: "quiet" },
  ]);
  const ships = fleet.map(([row, column]): Shape => ({
    ...square(row, column),
    ...{ tone: "accent", isFilled: true },
  }));
  return { width: size, height: size, shapes: [...lines.flat(), ...ships, ...marks] };
}
