import { existsSync } from "node:fs";
import { join } from "node:path";
import { bundle, defineTask, parameter } from "../../mod.ts";

/**
 * Each evaluation keeps its thread busy for 12 ms, long enough that two are worth a batch each. While the folder of
 * OPTO_TEST_HOLD exists, evaluations of later candidates wait for a file in it with the name of their factor, so that a test
 * can do something in the middle of a run.
 */
export default defineTask({
  name: "held",
  agent: () => {
    const factor = parameter(1, { name: "factor", description: "a number" });
    const work = bundle(async function work(x: number, factor: number): Promise<number> {
      for (const start = performance.now(); performance.now() - start < 12;);
      while (factor !== 1 && isHeld(factor)) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return x;
    });
    return { factor, forward: async (x: number) => factor.mul(await work(x, factor)) };
  },
  examples: { train: Array.from({ length: 48 }, (_, input) => ({ input })) },
  guide: ({ input }, output) => ({
    score: output instanceof Error ? -1e9 : -Math.abs(Number(output) - 3 * Number(input)),
    feedback: `The output is ${String(output)}.`,
  }),
  trainer: { name: "minibatch", steps: 4, batchSize: 48, proposals: 2 },
});

function isHeld(factor: number): boolean {
  const hold = Deno.env.get("OPTO_TEST_HOLD");
  return hold !== undefined && existsSync(hold) && !existsSync(join(hold, String(factor)));
}
