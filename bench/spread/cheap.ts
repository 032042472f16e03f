import { defineTask, parameter } from "../../mod.ts";

/** Evaluations that cost next to nothing: what is left is the way to the worker and back. */
export default defineTask({
  name: "cheap",
  agent: () => {
    const factor = parameter(1, { name: "factor" });
    return { factor, forward: (x: number) => factor.mul(x) };
  },
  examples: { train: Array.from({ length: 4_096 }, (_, input) => ({ input })) },
  guide: ({ input }, output) => -Math.abs(Number(output) - 3 * Number(input)),
});
