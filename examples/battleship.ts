/**
 * Battleship: an agent that scores squares, then shoots; both functions may be rewritten. (After figure 1 of the
 * Trace paper.)
 *
 * Run it with a model that can write code:
 * `deno run -A mod.ts optimize examples/battleship.ts --model NAME --steps 10`.
 * The built-in search improves it too, but does not discover by itself that a ship continues next to a hit.
 *
 * @module
 */
import { bundle, defineTask, type MaybeNode, Module, node, trainable } from "@opto/opto";
import { z } from "zod";
import { boardDrawing } from "./battleship/board.ts";

const size = 8;
const ships = [4, 3, 2];
const shots = 24;

/** Rows of squares as passed to the agent: "." unknown, "X" hit, "O" miss. */
type Board = string[][];

/** A square, by row and column from 0. */
type Square = [row: number, column: number];

class Agent extends Module<Square[], Board> {
  reason = trainable(function reason(board: Board): number[][] {
    return board.map((line, row) => line.map((_square, column) => -row * line.length - column));
  }, {
    description: 'How promising each square is, by row and column. "." unknown, "X" hit, "O" miss.',
  });

  act = trainable(function act(board: Board, plan: number[][]): Square {
    let target: Square = [0, 0];
    let highest = -Infinity;
    board.forEach((line, row) =>
      line.forEach((square, column) => {
        const promise = plan[row]?.[column] ?? 0;
        if (square !== "." || promise <= highest) return;
        target = [row, column];
        highest = promise;
      })
    );
    return target;
  }, {
    description:
      "The row and column to shoot at, given the board and how promising each square is.",
  });

  /** One game. It is played on the host: the agent's code receives the board, never the fleet. */
  async forward(fleet: MaybeNode<Square[]>) {
    let board = node<Board>(Array.from({ length: size }, () => Array(size).fill(".")), {
      name: "board",
      description: 'The board before the first shot: "." unknown, "X" hit, "O" miss.',
    });
    for (let shot = 0; shot < shots; shot++) {
      const plan = await this.reason(board);
      board = fire(fleet, board, await this.act(board, plan));
    }
    return board;
  }
}

/** The board after a shot. */
const fire = bundle(function fire(fleet: Square[], board: Board, target: Square): Board {
  const [row, column] = target;
  if (board[row]?.[column] === undefined) {
    throw new RangeError(`Cannot shoot at ${JSON.stringify(target)}: it is no square of the board`);
  }
  const mark = holds(fleet, row, column) ? "X" : "O";
  return board.map((line, at) => at === row ? line.with(column, mark) : line);
}, { description: "Shoots at the target and marks the square as hit or miss." });

export default defineTask({
  name: "battleship",
  description: `Sinks ships on a board of ${size} by ${size} squares with ${shots} shots.`,
  objective: `Hit as many ship squares as possible with ${shots} shots. The fleet has ships of ${
    ships.join(", ")
  } squares, each in one row or one column.`,
  agent: () => new Agent(),

  examples: (random) => ({
    train: Array.from({ length: 24 }, () => ({ input: placeFleet(random) })),
    validation: Array.from({ length: 24 }, () => ({ input: placeFleet(random) })),
    test: Array.from({ length: 24 }, () => ({ input: placeFleet(random) })),
  }),

  output: z.array(z.array(z.enum([".", "X", "O"])).length(size)).length(size),

  guide({ input: fleet }, board) {
    if (board instanceof Error) return { score: 0, feedback: board.message };
    const used = board.flat().filter((mark) => mark !== ".").length;
    const missed = fleet.filter(([row, column]) => board[row]?.[column] !== "X");
    const hits = fleet.length - missed.length;
    const wasted = shots - used;
    const sentences = [
      `${hits} of ${fleet.length} ship squares were hit with ${shots} shots.`,
      missed.length > 0 ? `Not hit: ${missed.map((square) => `(${square})`).join(" ")}.` : "",
      wasted > 0 ? `${wasted} shots went to squares that were shot at before.` : "",
    ];
    return {
      score: hits / fleet.length,
      feedback: sentences.filter((sentence) => sentence !== "").join(" "),
      metrics: { hits, wasted },
    };
  },

  draw: ({ input: fleet }, board) => boardDrawing(board, fleet),

  trainer: { steps: 20, batchSize: 4 },
});

/** The squares of non-overlapping ships in random places. */
export function placeFleet(random: () => number): Square[] {
  const below = (limit: number) => Math.floor(random() * limit);
  const fleet: Square[] = [];
  for (const length of ships) {
    for (;;) {
      const [along, across] = [below(size - length + 1), below(size)];
      const isUpright = random() < 0.5;
      const ship = Array.from(
        { length },
        (_, step): Square => isUpright ? [along + step, across] : [across, along + step],
      );
      if (ship.some(([row, column]) => holds(fleet, row, column))) continue;
      fleet.push(...ship);
      break;
    }
  }
  return fleet;
}

function holds(fleet: readonly Square[], row: number, column: number): boolean {
  return fleet.some((square) => square[0] === row && square[1] === column);
}
