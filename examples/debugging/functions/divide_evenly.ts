/** Division of whole numbers with the banks' rounding. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

export default debuggingTask({
  name: "divideEvenly",
  make: () =>
    trainable(function divideEvenly(amount: number, divisor: number): number {
      const sign = amount < 0 ? -1 : 1;
      const [size, by] = [Math.abs(amount), Math.abs(divisor)];
      const whole = Math.floor(size / by);
      const twice = 2 * (size - whole * by);
      if (twice < by) return sign * whole;
      if (twice > by) return sign * (whole + 1);
      return sign * (whole % 2 === 0 ? whole + 1 : whole);
    }, {
      description:
        "The quotient of two whole numbers, rounded to the nearest whole number; a half goes to the even one. The divisor is not 0.",
    }),
  cases: [
    [[6, 3], 2],
    [[7, 3], 2],
    [[8, 3], 3],
    [[1, 2], 0],
    [[3, 2], 2],
    [[5, 2], 2],
    [[-5, 2], -2],
    [[-7, 3], -2],
    [[7, -3], -2],
    [[-8, -3], 3],
    [[0, 5], 0],
    [[15, 10], 2],
  ],
  heldOut: [
    [[25, 10], 2],
    [[35, 10], 4],
    [[-35, 10], -4],
    [[-45, -10], 4],
    [[44, -10], -4],
    [[9, 9], 1],
    [[-1, 2], 0],
    [[100, 7], 14],
  ],
});
