/** A run of the library ends in its budget, whatever its task waits for. */
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { TaskError } from "../../src/errors.ts";
import { executeTask, optimize } from "../../src/run/optimize.ts";
import type { OptimizeOptions } from "../../src/run/optimize_options.ts";
import { defineTask } from "../../src/task/define_task.ts";
import { eventsOf } from "../../src/testing/toy_run.ts";
import { parameter } from "../../src/trace/node.ts";
import { tempDir } from "../support/temp_dir.ts";

const forEver = () => new Promise<never>(() => {});

interface Parts {
  readonly forward?: (x: number, call: number) => unknown;
  readonly guide?: (call: number) => number | Promise<number>;
  readonly summarize?: () => string;
}

/** A task with parts that wait. */
function taskWith({ forward = () => {}, guide = () => 1, summarize }: Parts) {
  let runs = 0;
  let judged = 0;
  return defineTask({
    name: "waiting",
    agent: () => {
      const factor = parameter(1, { name: "factor" });
      return {
        factor,
        async forward(x: number): Promise<number> {
          await forward(x, ++runs);
          return factor.mul(x).data;
        },
      };
    },
    examples: { train: [{ input: 1 }, { input: 2 }] },
    guide: () => guide(++judged),
    ...(summarize === undefined ? {} : { summarize }),
  });
}

const small: OptimizeOptions = { steps: 1, seed: 1, concurrency: 1 };

for (
  const [what, parts] of Object.entries({
    "the agent": { forward: forEver },
    "the guide": { guide: forEver },
    "the guide of a later example": { guide: (call: number) => call > 3 ? forEver() : call },
  })
) {
  Deno.test(`a run ends within its budget when ${what} never settles`, async () => {
    const runDir = await tempDir();
    const run = optimize(taskWith(parts), { ...small, runDir, budget: { seconds: 0.3 } });
    const events = await eventsOf(run);
    const { stopReason, budget } = await run.result;
    assertEquals([stopReason, budget], ["budget", "seconds"]);
    assertEquals(events.at(-1)?.type, "finished");
    assert((await Deno.stat(`${runDir}/report.html`)).isFile);
  });

  Deno.test(`Run.stop() ends a run in which ${what} never settles`, async () => {
    const run = optimize(taskWith(parts), small);
    setTimeout(() => run.stop(), 50);
    assertEquals((await run.result).stopReason, "interrupted");
  });
}

Deno.test("a run leaves a trainer behind that does not settle when it is told to end", async () => {
  const trainer = { name: "deaf", step: forEver };
  const run = optimize(taskWith({}), { ...small, trainer, budget: { seconds: 0.3 } });
  assertEquals((await run.result).stopReason, "budget");
});

Deno.test("an agent that takes longer than the evaluation timeout has failed on that example", async () => {
  const task = taskWith({ forward: (x) => x === 2 ? forEver() : undefined });
  const run = optimize(task, { ...small, steps: 0, evaluationTimeoutMs: 30 });
  const [first, second] = (await eventsOf(run)).filter((event) => event.type === "evaluated");
  assertEquals([first?.error, first?.isByClock], [undefined, undefined]);
  assertMatch(
    second?.error ?? "",
    /the agent took longer than the 0.03 s of the evaluation timeout/,
  );
  assertEquals(second?.isByClock, true);
  assertEquals((await run.result).stopReason, "steps");
});

Deno.test("a guide that takes longer than the evaluation timeout ends the run on initial values only", async () => {
  const options = { ...small, evaluationTimeoutMs: 30 };
  const error = await assertRejects(
    () => optimize(taskWith({ guide: forEver }), options).result,
    TaskError,
    "the guide took longer than the 0.03 s of the evaluation timeout",
  );
  assertMatch(error.advice ?? "", /--evaluation-timeout/);

  const later = taskWith({ guide: (call) => call > 2 ? forEver() : call });
  const run = optimize(later, options);
  const [, , third] = (await eventsOf(run)).filter((event) => event.type === "evaluated");
  assertEquals([third?.score, third?.isByClock], [null, true]);
  assertMatch(third?.error ?? "", /cannot be judged: the guide took longer/);
  assertEquals((await run.result).stopReason, "steps");
});

Deno.test("a summary that fails is a warning before the one last event", async () => {
  const failing = () => {
    throw new Error("no words");
  };
  for (const summarize of [failing, (() => 5) as never]) {
    const runDir = await tempDir();
    const run = optimize(taskWith({ summarize }), { ...small, runDir });
    const events = await eventsOf(run);
    const [warning, finished] = events.slice(-2);
    assert(warning?.type === "warning" && finished?.type === "finished");
    assertEquals([warning.code, finished.stopReason], ["summary-failed", "steps"]);
    assertEquals(events.filter(({ type }) => type === "finished").length, 1);
    assertEquals((await run.result).summary, undefined);
    assert((await Deno.stat(`${runDir}/report.html`)).isFile);
  }
});

Deno.test("Run.fail() ends a run as failed, with an error that its caller found", async () => {
  const run = executeTask(taskWith({ guide: forEver }) as never, small);
  const found = new TaskError("Found");
  setTimeout(() => run.fail(found), 50);
  const events = eventsOf(run);
  assertEquals(await run.result.catch((error) => error), found);
  const last = (await events).at(-1);
  assert(last?.type === "finished");
  assertEquals([last.stopReason, last.error?.message], ["failed", "Found"]);
});

Deno.test("optimize() installs no handlers of errors that nothing awaits", async () => {
  const { addEventListener } = globalThis;
  const types: string[] = [];
  globalThis.addEventListener = ((...args: Parameters<typeof addEventListener>) => {
    types.push(args[0]);
    return addEventListener(...args);
  }) as typeof addEventListener;
  try {
    await optimize(taskWith({}), small).result;
  } finally {
    globalThis.addEventListener = addEventListener;
  }
  assertEquals(types, []);
});

Deno.test("a budget of seconds holds where no evaluation ever waits", async () => {
  const busy = taskWith({
    guide: () => {
      const end = performance.now() + 1;
      while (performance.now() < end);
      return 1;
    },
  });
  const examples = { train: Array.from({ length: 20_000 }, (_, input) => ({ input })) };
  const run = optimize({ ...busy, examples }, { ...small, budget: { seconds: 0.3 } });
  const { stopReason, evaluations } = await run.result;
  assertEquals(stopReason, "budget");
  assertEquals(evaluations > 0, true);
});
