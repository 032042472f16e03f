import { bundle, defineTask, parameter } from "../../mod.ts";

/**
 * Each evaluation keeps its thread busy for 3 ms. Evaluations of later candidates wait while the file of OPTO_TEST_HOLD
 * exists, so that a test can do something in the middle of a run.
 */
export default defineTask({
  name: "held",
  agent: () => {
    const factor = parameter(1, { name: "factor", description: "a number" });
    const work = bundle(async function work(x: number, factor: number): Promise<number> {
      for (const start = performance.now(); performance.now() - start < 3;);
      while (factor !== 1 && isHeld()) await new Promise((resolve) => setTimeout(resolve, 20));
      return x;
    });
    return { factor, forward: async (x: number) => factor.mul(await work(x, factor)) };
  },
  examples: { train: Array.from({ length: 48 }, (_, input) => ({ input })) },
  guide: ({ input }, output) => ({
    score: output instanceof Error ? -1e9 : -Math.abs(Number(output) - 3 * Number(input)),
    feedback: `The output is ${String(output)}.`,
  }),
  trainer: { name: "minibatch", steps: 8, batchSize: 48, proposals: 2 },
});

function isHeld(): boolean {
  const path = Deno.env.get("OPTO_TEST_HOLD");
  if (path === undefined) return false;
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false; // it was removed
  }
}
