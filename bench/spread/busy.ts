/**
 * Tasks whose evaluations take 20 ms: some keep a processor busy, as long as the environment sets, and some wait.
 *
 * @module
 */
import { bundle, defineTask, parameter, trainable } from "../../mod.ts";
import type { Task } from "../../src/task/task.ts";

/** A busy task under a name. */
export function busyTask(name: string): Task {
  const rounds = Number(Deno.env.get("OPTO_BENCH_ROUNDS")); // additions of one evaluation
  return defineTask({
    name,
    agent: () =>
      trainable(function add(rounds: number): number {
        let sum = 0;
        for (let round = 0; round < rounds; round++) sum = (sum + round * 7) % 1_000_003;
        return sum;
      }),
    examples: { train: Array.from({ length: 1_024 }, (_, number) => ({ input: rounds + number })) },
    guide: (_example, output) => Number(output),
    sandbox: { timeoutMs: 60_000 },
  }) as unknown as Task; // as: the guide fits the agent
}

/** A waiting task under a name. */
export function waitingTask(name: string): Task {
  const wait = bundle(async function wait(x: number): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return x;
  });
  return defineTask({
    name,
    agent: () => {
      const factor = parameter(1, { name: "factor" });
      return { factor, forward: async (x: number) => factor.mul(await wait(x)) };
    },
    examples: { train: Array.from({ length: 1_024 }, (_, input) => ({ input })) },
    guide: (_example, output) => Number(output),
  }) as unknown as Task; // as: the guide fits the agent
}
