/**
 * Policies that a person wrote, as code of `selectCoordinate`; they need no plan.
 *
 * @module
 */

/** Goes through the squares in the order of every so many-th, and takes the first that was not shot at. */
const inOrder = (stride: number) =>
  `function selectCoordinate(map: unknown, plan: unknown): unknown {
  const board = map as string[][];
  for (let at = 0; ; at++) {
    const square = at * ${stride} % 64;
    if (board[square >> 3]![square & 7] === ".") return [square >> 3, square & 7];
  }
}`;

/** Row by row, from the first square on: the enumeration of the paper. */
export const rowByRow = inOrder(1);

/** Every fifth square, whatever was hit: the shots lie on diagonals. */
export const everyFifth = inOrder(5);

/** Every fifth square, but beside a hit first. */
export const besideHits = everyFifth.replace(
  "  for (",
  `  for (let row = 0; row < 8; row++) for (let column = 0; column < 8; column++) {
    if (board[row]![column] !== "X") continue;
    for (const [down, right] of [[0, 1], [1, 0], [0, -1], [-1, 0]]) {
      if (board[row + down!]?.[column + right!] === ".") return [row + down!, column + right!];
    }
  }
  for (`,
);
