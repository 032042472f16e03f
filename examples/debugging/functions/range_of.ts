/** Binary search for all places of a value. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

export default debuggingTask({
  name: "rangeOf",
  make: () =>
    trainable(
      function rangeOf(sorted: readonly number[], target: number): [first: number, end: number] {
        const search = (isBefore: (value: number) => boolean): number => {
          let [low, high] = [0, sorted.length - 1];
          while (low < high) {
            const middle = Math.floor((low + high) / 2);
            const value = sorted[middle] ?? Infinity;
            if (isBefore(value)) low = middle + 1;
            else high = middle;
          }
          return low;
        };
        const first = search((value) => value <= target);
        const end = search((value) => value <= target);
        return [first, end];
      },
      {
        description:
          "Where a target stands in an ascending list: the index of the first number that is not less than it, and of the first that is greater, each the length of the list when there is none.",
      },
    ),
  cases: [
    [[[], 1], [0, 0]],
    [[[5], 5], [0, 1]],
    [[[5], 4], [0, 0]],
    [[[5], 6], [1, 1]],
    [[[1, 3, 5, 7], 3], [1, 2]],
    [[[1, 3, 5, 7], 4], [2, 2]],
    [[[1, 3, 5, 7], 7], [3, 4]],
    [[[1, 3, 5, 7], 9], [4, 4]],
    [[[2, 2, 2, 2], 2], [0, 4]],
    [[[1, 2, 2, 2, 3], 2], [1, 4]],
    [[[1, 2, 2, 2, 3], 0], [0, 0]],
  ],
  heldOut: [
    [[[4, 4, 6, 8, 8, 8], 8], [3, 6]],
    [[[4, 4, 6, 8, 8, 8], 4], [0, 2]],
    [[[4, 4, 6, 8, 8, 8], 7], [3, 3]],
    [[[4, 4, 6, 8, 8, 8], 10], [6, 6]],
    [[[-3, -1, 0], -3], [0, 1]],
    [[[-3, -1, 0], -4], [0, 0]],
    [[[10, 20], 15], [1, 1]],
  ],
});
