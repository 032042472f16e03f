/** A rate limit over a sliding window. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

export default debuggingTask({
  name: "allowRequests",
  make: () =>
    trainable(
      function allowRequests(times: readonly number[], limit: number, window: number): boolean[] {
        const granted: number[] = [];
        return times.map((time) => {
          while (granted.length > 0) {
            const oldest = granted[0] ?? 0;
            if (oldest + window >= time) break;
            granted.shift();
          }
          granted.push(time);
          return granted.length <= limit;
        });
      },
      {
        description:
          "Whether each request, at ascending times in milliseconds, is allowed: at most limit allowed ones lie within any window, which ends window milliseconds after its first request, so that one exactly then is allowed again. Refused requests do not count.",
      },
    ),
  cases: [
    [[[], 1, 10], []],
    [[[5], 1, 10], [true]],
    [[[0, 5], 1, 10], [true, false]],
    [[[0, 5], 2, 10], [true, true]],
    [[[0, 10], 1, 10], [true, true]],
    [[[0, 11], 1, 10], [true, true]],
    [[[0, 5, 11], 1, 10], [true, false, true]],
    [[[0, 5, 10], 1, 10], [true, false, true]],
    [[[0, 1, 2, 3], 2, 10], [true, true, false, false]],
    [[[0, 4, 8, 12, 16], 2, 10], [true, true, false, true, true]],
    [[[0], 0, 10], [false]],
  ],
  heldOut: [
    [[[3, 3, 3, 3], 3, 5], [true, true, true, false]],
    [[[0, 9, 18, 27], 1, 10], [true, false, true, false]],
    [[[100, 150, 200, 250], 1, 100], [true, false, true, false]],
    [[[1, 2, 3, 21, 22, 23], 2, 20], [true, true, false, true, true, false]],
    [[[0, 1, 2, 7, 8], 3, 7], [true, true, true, true, true]],
    [[[0, 6, 7, 13, 14], 1, 7], [true, false, true, false, true]],
  ],
});
