/**
 * A task that keeps a process at work: for the jobs of a crowd.
 *
 * @module
 */
import { defineTask, parameter } from "../../mod.ts";

export default defineTask({
  name: "crowd",
  agent: () => {
    const factor = parameter(1, { name: "factor" });
    return { factor, forward: (x: number) => factor.mul(x) };
  },
  examples: { train: [1, 2, 3, 4].map((input) => ({ input, expected: 3 * input })) },
  guide: ({ expected }, output) => -Math.abs(Number(output) - expected) || 0,
  trainer: { steps: 100_000 },
});
