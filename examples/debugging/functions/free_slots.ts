/** The free times between bookings. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

type Span = readonly [from: number, to: number];

export default debuggingTask({
  name: "freeSlots",
  make: () =>
    trainable(function freeSlots(bookings: readonly Span[], opens: number, closes: number): Span[] {
      const slots: Span[] = [];
      let end = opens;
      for (const [from, to] of [...bookings].sort((a, b) => a[0] - b[0])) {
        if (from > end) slots.push([end, from]);
        end = to;
      }
      if (end <= closes) slots.push([end, closes]);
      return slots;
    }, {
      description:
        "The times from opens to closes, in order and not empty, that no booking covers. Bookings lie within the opening hours, in any order, and may overlap.",
    }),
  cases: [
    [[[], 8, 18], [[8, 18]]],
    [[[[9, 10]], 8, 18], [[8, 9], [10, 18]]],
    [[[[8, 10]], 8, 18], [[10, 18]]],
    [[[[8, 18]], 8, 18], []],
    [[[[16, 18]], 8, 18], [[8, 16]]],
    [[[[14, 15], [9, 10]], 8, 18], [[8, 9], [10, 14], [15, 18]]],
    [[[[9, 12], [11, 13]], 8, 18], [[8, 9], [13, 18]]],
    [[[[9, 16], [10, 11], [17, 18]], 8, 18], [[8, 9], [16, 17]]],
    [[[[8, 17], [9, 10], [12, 13]], 8, 17], []],
    [[[[9, 10], [10, 11]], 8, 12], [[8, 9], [11, 12]]],
  ],
  heldOut: [
    [[[[0, 5], [5, 9]], 0, 9], []],
    [[[[2, 3], [0, 1]], 0, 4], [[1, 2], [3, 4]]],
    [[[[1, 8], [2, 3], [9, 10]], 0, 10], [[0, 1], [8, 9]]],
    [[[[1, 9], [2, 8], [3, 4]], 0, 10], [[0, 1], [9, 10]]],
    [[[[4, 6], [5, 7], [1, 2]], 0, 7], [[0, 1], [2, 4]]],
    [[[], 3, 3], []],
    [[[[30, 90], [40, 50], [60, 95], [10, 20]], 0, 100], [[0, 10], [20, 30], [95, 100]]],
    [[[[5, 6]], 5, 7], [[6, 7]]],
  ],
});
