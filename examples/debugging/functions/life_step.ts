/** One generation of Conway's game of life. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

export default debuggingTask({
  name: "lifeStep",
  make: () =>
    trainable(function lifeStep(cells: readonly string[]): string[] {
      const grid = cells.map((row) => [...row]);
      const next = [...grid];
      grid.forEach((row, y) =>
        row.forEach((cell, x) => {
          let neighbours = 0;
          for (let dy = -1; dy <= 1; dy++) {
            for (let dx = -1; dx <= 1; dx++) {
              const isSelf = dy === 0 || dx === 0;
              if (!isSelf && grid[y + dy]?.[x + dx] === "#") neighbours++;
            }
          }
          const isAlive = neighbours === 3 || (cell === "#" && neighbours >= 2);
          next[y]![x] = isAlive ? "#" : ".";
        })
      );
      return next.map((row) => row.join(""));
    }, {
      description:
        "The next generation of Conway's game of life on a board with dead surroundings: # is alive, . is dead. A living cell lives on with two or three living neighbours of eight, a dead one comes to life with three.",
    }),
  cases: [
    [[[]], []],
    [[["."]], ["."]],
    [[["#"]], ["."]],
    [[["##", "##"]], ["##", "##"]],
    [[["##", "#."]], ["##", "##"]],
    [[["...", "###", "..."]], [".#.", ".#.", ".#."]],
    [[[".#.", ".#.", ".#."]], ["...", "###", "..."]],
    [[["###", "###", "###"]], ["#.#", "...", "#.#"]],
    [[["#.#", ".#.", "#.#"]], [".#.", "#.#", ".#."]],
    [[[".#..", "..#.", "###.", "...."]], ["....", "#.#.", ".##.", ".#.."]],
  ],
  heldOut: [
    [[["###"]], [".#."]],
    [[["....", ".##.", ".##.", "...."]], ["....", ".##.", ".##.", "...."]],
    [[["....", ".###", "###.", "...."]], ["..#.", "#..#", "#..#", ".#.."]],
    [[["####", "#..#", "####"]], ["####", "....", "####"]],
    [[["#..#", ".##.", ".##.", "#..#"]], [".##.", "#..#", "#..#", ".##."]],
    [[["#.", ".#"]], ["..", ".."]],
  ],
});
