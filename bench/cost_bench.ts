/**
 * Measures what a run costs besides its evaluations: processor time of all processes, for code and for numbers.
 *
 *     deno run -A bench/cost_bench.ts [--json]
 *
 * On Linux only: the time of other processes is read from /proc.
 *
 * @module
 */
import { z } from "zod";
import quickstart from "../examples/quickstart.ts";
import { defineTask, optimize, parameter, type RunEvent, type Task } from "../mod.ts";
import { median, print, type Row } from "./measure.ts";
import { processorMs } from "./processor_ms.ts";

/** Processor time of an evaluation in a run of `steps`, beyond what a run of two steps takes to start and end. */
async function perEvaluation(task: Task, steps: number): Promise<number> {
  const run = async (count: number) => {
    const before = processorMs();
    const { evaluations } = await optimize(task, { seed: 1, steps: count }).result;
    return { ms: processorMs() - before, evaluations };
  };
  await run(2); // warm-up
  const short = await run(2);
  const long = await run(steps);
  return (long.ms - short.ms) / (long.evaluations - short.evaluations);
}

/** The best agent of a run, in this process and without a sandbox: the work of one evaluation. */
async function work(): Promise<number> {
  const run = optimize(quickstart, { seed: 1, steps: 8 });
  const events: RunEvent[] = await Array.fromAsync(run);
  const best = events.findLast((event) => event.type === "best");
  if (best?.agent?.kind !== "module") throw new Error("Cannot measure the work: no agent");
  const url = `data:application/typescript,${encodeURIComponent(best.agent.text)}`;
  const { forward } = await import(url);
  const items = Array.from({ length: 500 }, (_, n) => 20 + (n * 37) % 81);
  const times: number[] = [];
  for (let round = 0; round < 300; round++) {
    const start = performance.now();
    await forward(items);
    times.push(performance.now() - start);
  }
  return median(times);
}

async function code(): Promise<Row> {
  const other = await work();
  return {
    what: "an evaluation of the quickstart, all processes",
    unit: "ms",
    ours: await perEvaluation(quickstart as unknown as Task, 20), // as: any task can be run
    beside: "the same in this process",
    other,
    target: (other + 2) / other, // 2 ms over it
  };
}

const bounds = z.number().min(-5).max(5);

const numbers = defineTask({
  name: "numbers",
  agent: () => {
    const x = Array.from(
      { length: 10 },
      (_, place) => parameter(-2, { name: `x${place}`, schema: bounds }),
    );
    return { x, forward: () => x };
  },
  examples: { train: [{ input: null }] },
  guide: (_example, output) =>
    -(output as unknown as readonly number[]).reduce((sum, x) => sum + (x - 0.7) ** 2, 0),
});

async function emptyRunMs(): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 9; round++) {
    const before = processorMs();
    await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-config", "--no-lock", "data:text/javascript,"],
    }).output();
    times.push(processorMs() - before);
  }
  return times.reduce((sum, ms) => sum + ms, 0) / times.length;
}

async function numeric(): Promise<Row> {
  return {
    what: "1,000 evaluations of ten numbers",
    unit: "ms",
    ours: 1_000 * await perEvaluation(numbers as unknown as Task, 400), // as: any task can be run
    beside: "empty deno run",
    other: await emptyRunMs(),
    target: 7.5, // 0.15 ms each, on a machine on which an empty run takes 20 ms
  };
}

print([await code(), await numeric()]);
