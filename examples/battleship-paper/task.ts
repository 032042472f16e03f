// deno-lint-ignore-file no-unused-vars -- the functions begin empty
/**
 * Battleship as in figure 1 of the Trace paper (arXiv 2406.16218): both functions begin empty, their documentation is
 * the paper's, types are not told, there is no objective, and the feedback is only "Got N reward.".
 *
 * A train example is a game of eight shots; validation and test are games of twenty, on other boards. Run one with
 * `deno run -A mod.ts optimize examples/battleship-paper/task.ts --model NAME`. The report draws the boards.
 *
 * @module
 */
import { bundle, defineTask, type MaybeNode, Module, node, trainable } from "@opto/opto";
import { placeFleet } from "../battleship.ts";
import { boardDrawing } from "../battleship/board.ts";

const size = 8;

/** Rows of squares: "." unknown, "X" hit, "O" miss. */
type Board = string[][];

/** One game: the squares of the ships, and the number of shots. */
interface Game {
  readonly fleet: readonly (readonly [row: number, column: number])[];
  readonly shots: number;
}

class Policy extends Module<Game, Board> {
  reason = trainable(
    function reason(map: unknown): unknown {
      return null;
    },
    {
      description: "Given a map, analyze the board in a game. " +
        "X denotes hits, O denotes misses, and . denotes unknown positions.",
    },
  );

  selectCoordinate = trainable(
    function selectCoordinate(map: unknown, plan: unknown): unknown {
      return null;
    },
    {
      description: "Given a map, select a target coordinate in a game. " +
        "X denotes hits, O denotes misses, and . denotes unknown positions.",
    },
  );

  /** One game. It is played on the host, and outside of the trace: a shot's mark is all that is seen of the fleet. */
  async forward(input: MaybeNode<Game>) {
    const { fleet, shots } = node(input).peek();
    const fire = firingAt(fleet);
    let map = node<Board>(Array.from({ length: size }, () => Array(size).fill(".")), {
      name: "map",
    });
    for (let shot = 0; shot < shots; shot++) {
      map = fire(map, await this.selectCoordinate(map, await this.reason(map)));
    }
    return map;
  }
}

/** Shots at one fleet: from a map and a target to the next map. */
function firingAt(fleet: Game["fleet"]) {
  return bundle(function fire(map: Board, target: unknown): Board {
    const [row, column] = target as [number, number]; // as: what is no pair fails here or below
    if (map[row]?.[column] === undefined) throw new RangeError("The shot is outside of the map");
    const isHit = fleet.some((square) => square[0] === row && square[1] === column);
    return map.map((line, at) => at === row ? line.with(column, isHit ? "X" : "O") : line);
  }, { description: "Places a shot." });
}

export default defineTask({
  name: "battleship-paper",
  objective: "",
  agent: () => new Policy(),

  examples(random) {
    const games = (count: number, shots: number) =>
      Array.from({ length: count }, () => ({ input: { fleet: placeFleet(random), shots } }));
    return { train: games(12, 8), validation: games(24, 20), test: games(48, 20) };
  },

  guide({ input: { fleet } }, map) {
    if (map instanceof Error) return { score: 0, feedback: map.message.split("\n")[0] ?? "" };
    const reward = map.flat().filter((square) => square === "X").length;
    return { score: reward / fleet.length, feedback: `Got ${reward} reward.` };
  },

  draw: ({ input: { fleet } }, map) => boardDrawing(map, fleet),

  trainer: { steps: 7, batchSize: 4 },
});
