/** An amount in the fewest coins. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

export default debuggingTask({
  name: "makeChange",
  make: () =>
    trainable(function makeChange(coins: readonly number[], amount: number): number[] | null {
      const best: (number[] | null)[] = [[]]; // by sum
      for (let sum = 1; sum <= amount; sum++) {
        let fewest: number[] | null = null;
        for (const coin of coins) {
          const rest = coin <= sum ? best[sum - coin] : null;
          if (!rest) continue;
          if (fewest === null || rest.length + 1 > fewest.length) fewest = [...rest, coin];
        }
        best.push(fewest);
      }
      const found = best[amount] ?? [];
      return found.sort().reverse();
    }, {
      description:
        "The fewest coins that make up the amount, each kind as often as needed, the largest first; null when the amount cannot be made.",
    }),
  cases: [
    [[[1, 2, 5], 0], []],
    [[[1, 2, 5], 1], [1]],
    [[[1, 2, 5], 4], [2, 2]],
    [[[1, 2, 5], 11], [5, 5, 1]],
    [[[5, 2, 1], 8], [5, 2, 1]],
    [[[1, 3, 4], 6], [3, 3]],
    [[[2], 3], null],
    [[[3, 5], 7], null],
    [[[], 4], null],
    [[[5, 10, 25], 30], [25, 5]],
    [[[1, 9, 10], 19], [10, 9]],
    [[[7], 21], [7, 7, 7]],
  ],
  heldOut: [
    [[[1, 6, 9], 12], [6, 6]],
    [[[2, 10], 12], [10, 2]],
    [[[4, 6], 9], null],
    [[[1, 5, 10], 15], [10, 5]],
    [[[1, 2], 6], [2, 2, 2]],
    [[[3, 100], 103], [100, 3]],
    [[[1, 7, 10], 14], [7, 7]],
    [[[8], 8], [8]],
  ],
});
