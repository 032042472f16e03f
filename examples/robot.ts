/**
 * A loop: a robot looks, decides and moves, up to 60 times. The loop is `sandboxed`, so that it runs beside the trainable
 * `decide` and is one step of the trace, with a sample of the calls inside. As host code the same loop would be 180 steps.
 *
 * Run it with `deno run -A mod.ts optimize examples/robot.ts`; the built-in search improves the start.
 *
 * @module
 */
import { defineTask, sandboxed, trainable } from "@opto/opto";
import { z } from "zod";

/** A floor of tiles: `.` is clean, `*` is dirty, `#` is a wall. The walls close it. */
type Floor = readonly string[];

/** What the robot sees. */
interface Tiles {
  readonly ahead: string;
  readonly left: string;
  readonly right: string;
}

type Move = "forward" | "left" | "right";

const turns = 60;

const agent = () => {
  const decide = trainable(function decide(tiles: Tiles, turn: number): Move {
    if (tiles.ahead !== "#") return "forward";
    return turn % 2 === 0 ? "left" : "right";
  }, {
    description: "One turn of a cleaning robot, by the tiles around it: moves forward or turns. " +
      "The robot cleans the tile on which it stands.",
  });

  return sandboxed(function clean({ decide, turns }, floor: Floor): string[] {
    const room = floor.map((row) => [...row]);
    let [row, column, down, across] = [1, 1, 0, 1];
    const at = (y: number, x: number) => room[row + y]?.[column + x] ?? "#";
    for (let turn = 0; turn < turns; turn++) {
      room[row]![column] = ".";
      const tiles = { ahead: at(down, across), left: at(-across, down), right: at(across, -down) };
      const move = decide(tiles, turn);
      if (move === "left") [down, across] = [-across, down];
      else if (move === "right") [down, across] = [across, -down];
      else if (at(down, across) !== "#") [row, column] = [row + down, column + across];
    }
    return room.map((line) => line.join(""));
  }, { uses: { decide, turns } });
};

/** A room of 6 × 6 tiles with some pillars; about half of the tiles are dirty. */
function room(random: () => number): { input: Floor } {
  const side = 8;
  const tile = (row: number, column: number) =>
    row % (side - 1) === 0 || column % (side - 1) === 0
      ? "#"
      : row + column > 3 && random() < 0.1
      ? "#"
      : random() < 0.5
      ? "*"
      : ".";
  return {
    input: Array.from(
      { length: side },
      (_, row) => Array.from({ length: side }, (_, column) => tile(row, column)).join(""),
    ),
  };
}

const dirt = (floor: Floor) => floor.join("").split("*").length - 1;

export default defineTask({
  name: "robot",
  description: "A cleaning robot that sees three tiles.",
  objective: `Clean as much of the dirt as possible within ${turns} turns.`,
  agent,
  examples: (random) => ({
    train: Array.from({ length: 12 }, () => room(random)),
    validation: Array.from({ length: 12 }, () => room(random)),
    test: Array.from({ length: 12 }, () => room(random)),
  }),
  output: z.array(z.string()),

  guide({ input }, output) {
    if (output instanceof Error) return { score: 0, feedback: output.message };
    const [before, after] = [dirt(input), dirt(output)];
    return {
      score: before === 0 ? 1 : 1 - after / before,
      feedback: after === 0
        ? "All dirt is gone."
        : `${after} of ${before} dirty tiles are left:\n${output.join("\n")}`,
      metrics: { left: after },
    };
  },
  trainer: { steps: 10 },
});
