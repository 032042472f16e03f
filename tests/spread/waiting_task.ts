import { bundle, defineTask, parameter } from "../../mod.ts";

/** Each evaluation waits, so that a run lasts long enough for workers to join and to die. */
export default defineTask({
  name: "waiting",
  agent: () => {
    const factor = parameter(1, { name: "factor", description: "a number" });
    const wait = bundle(async function wait(x: number): Promise<number> {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return x;
    });
    return { factor, forward: async (x: number) => factor.mul(await wait(x)) };
  },
  examples: { train: Array.from({ length: 96 }, (_, input) => ({ input })) },
  guide: ({ input }, output) => ({
    score: output instanceof Error ? -1e9 : -Math.abs(Number(output) - 3 * Number(input)),
    feedback: `The output is ${String(output)}.`,
  }),
  trainer: { name: "minibatch", steps: 2, batchSize: 96, proposals: 2 },
});
