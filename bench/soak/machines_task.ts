/**
 * A task that takes some seconds, most of which it waits, on any number of machines.
 *
 * @module
 */
import { bundle, defineTask, parameter } from "../../mod.ts";

export default defineTask({
  name: "machines",
  agent: () => {
    const factor = parameter(1, { name: "factor", description: "a number" });
    const wait = bundle(async function wait(x: number): Promise<number> {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return x;
    });
    return { factor, forward: async (x: number) => factor.mul(await wait(x)) };
  },
  examples: { train: Array.from({ length: 32 }, (_, input) => ({ input })) },
  guide: ({ input }, output) => ({
    score: output instanceof Error ? -1e9 : -Math.abs(Number(output) - 3 * Number(input)),
    feedback: `The output is ${String(output)}.`,
  }),
  trainer: { name: "minibatch", steps: 12, batchSize: 32, proposals: 2 },
});
