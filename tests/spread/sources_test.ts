/** Sources of strangers are evaluated by workers that take them, with the log of one machine. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { createClient } from "../../src/client/client.ts";
import { TaskError } from "../../src/errors.ts";
import { openBatches } from "../../src/spread/open_batches.ts";
import { encodePlan, type EvaluationPlan, identityOf } from "../../src/spread/evaluation_plan.ts";
import { openPlannedTask } from "../../src/supervise/child/planned_task.ts";
import { serveEvaluations } from "../../src/supervise/evaluation_workers.ts";
import type { TaskRequest } from "../../src/supervise/message.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import type { Evaluator } from "../../src/trainer/evaluator.ts";
import { libraryUrl, opto, startOpto } from "../cli/opto_command.ts";
import { type PostgresServer, postgresTest } from "../support/postgres.ts";
import { records } from "../support/records.ts";
import { tempDir } from "../support/temp_dir.ts";
import { evaluatorOf, openText } from "../untrusted/opened_task.ts";
import { memoryBatchQueue } from "./memory_batch_queue.ts";
import { requestsOf, spreadOf } from "./numbers.ts";

/** A task of two files; each evaluation waits, so that workers have time to join. */
const files = {
  "task.ts": `import { bundle, defineTask, parameter } from "@opto/opto";
import { distance } from "./distance.ts";
export default defineTask({
  name: "stranger",
  agent: () => {
    const factor = parameter(1, { name: "factor", description: "a number" });
    const wait = bundle(async function wait(x: number): Promise<number> {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return x;
    });
    return { factor, forward: async (x: number) => factor.mul(await wait(x)) };
  },
  examples: { train: Array.from({ length: 64 }, (_, input) => ({ input })) },
  guide: ({ input }, output) => ({
    score: output instanceof Error ? -1e9 : distance(Number(output), 3 * Number(input)),
    feedback: "The output is " + output,
  }),
  trainer: { name: "minibatch", steps: 4, batchSize: 64, proposals: 2 },
});
`,
  "distance.ts": `export const distance = (a: number, b: number): number => -Math.abs(a - b);\n`,
};

/** A task whose name is that of the source. */
const namesake = `import { defineTask } from "${libraryUrl}";
export default defineTask({
  name: "stranger", agent: () => ({ forward: () => 0 }), examples: { train: [{}] }, guide: () => 0,
});
`;

postgresTest(
  "sources of runs and jobs are spread over workers that take sources",
  async (postgres) => {
    const url = await postgres.newDatabase();
    const cwd = await tempDir();
    for (const [name, text] of Object.entries({ ...files, "namesake.ts": namesake })) {
      await Deno.writeTextFile(join(cwd, name), text);
    }
    const env = { OPTO_DATABASE: url, TMPDIR: cwd };
    const work = (...args: readonly string[]) => {
      const limits = ["--max-job-concurrency", "64", "--accept-weak-limits"];
      return startOpto(["work", ...limits, ...args], { cwd, env });
    };
    const sources = [work("--allow-source"), work("--allow-source")];
    const other = work("--task", "namesake.ts");
    const workers = [...sources, other];
    const given = [
      "optimize",
      "task.ts",
      "--untrusted",
      "--accept-weak-limits",
      "--seed",
      "1",
      "--quiet",
    ];
    const alone = await opto([...given, "--run-dir", "alone"], { cwd });
    assertEquals([alone.code, alone.stderr], [0, ""]);
    const expected = records(readEventLog(join(cwd, "alone", "events.jsonl")));
    await Promise.all(workers.map((worker) => worker.until(/(waits for jobs)/)));

    const spread = opto([...given, "--run-dir", "spread"], { cwd, env });
    await twoAreAtWork(postgres, url);
    const { code, stderr, orphans } = await spread;
    assertEquals([code, stderr.replace(/Evaluations are spread: .*\n/, ""), orphans], [0, "", []]);
    assertEquals(records(readEventLog(join(cwd, "spread", "events.jsonl"))), expected);

    const server = startOpto(
      ["serve", "--allow-source", "--accept-weak-limits", "--concurrency", "0", "--port", "0"]
        .concat("--max-job-concurrency", "64"),
      { cwd, env },
    );
    const client = createClient(await server.until(/listens on (http:\S+)/));
    const { id } = await client.createJob({
      source: { files, entry: "task.ts" },
      options: { seed: 1, concurrency: 64 },
    });
    await twoAreAtWork(postgres, url);
    const events: RunEvent[] = [];
    for await (const event of client.events(id)) events.push(event);
    assertEquals((await client.job(id)).state, "done");
    assertEquals(
      evaluations(events),
      evaluations(readEventLog(join(cwd, "alone", "events.jsonl"))),
    );

    for (const { kill } of [server, ...workers]) kill("SIGTERM");
    const ends = await Promise.all([server, ...workers].map(({ end }) => end));
    assertEquals(ends.map((end) => [end.code, end.orphans]), ends.map(() => [0, []]));
    const { stderr: ofOther } = ends[3] ?? { stderr: "" };
    assertEquals(ofOther, "", "it leaves runs with a source alone, also those of the same name");
  },
);

function evaluations(events: readonly RunEvent[]): readonly string[] {
  return records(events.filter(({ type }) => type === "evaluated"));
}

/** Waits until two workers have a batch each. */
async function twoAreAtWork(postgres: PostgresServer, url: string): Promise<void> {
  const working =
    "SELECT count(DISTINCT worker) FROM opto.evaluation_batches WHERE state = 'running'";
  const database = new URL(url).pathname.slice(1);
  const deadline = performance.now() + 120_000;
  while (await postgres.sql(database, working) !== "2") {
    if (performance.now() > deadline) throw new Error("two workers did not take batches in time");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Endless for one candidate. */
const endless = `import { defineTask, parameter } from "@opto/opto";
export default defineTask({
  name: "endless",
  agent: () => {
    const factor = parameter(1, { name: "factor" });
    return { factor, forward: (x: number) => { while (factor.data === 13); return factor.mul(x); } };
  },
  examples: { train: [1, 2, 3, 4].map((input) => ({ input })) },
  guide: (_example, output) => Number(output),
});
`;

postgresTest(
  "a source at its limits ends on the worker, and then on the run's machine",
  async (postgres) => {
    const url = await postgres.newDatabase();
    const limits = { processorMs: 1_000 };
    await using opened = await openText(endless, limits);
    let here = 0;
    const local = evaluatorOf(opened);
    const counted: Evaluator = {
      facts: () => local.facts(),
      validate: (...given) => local.validate(...given),
      evaluate(request) {
        here++;
        return local.evaluate(request);
      },
      [Symbol.asyncDispose]: () => local[Symbol.asyncDispose](),
    };
    await using queue = await openBatches(url, "test run");
    const notes: string[] = [];
    await using evaluator = spreadOf(queue, counted, {
      source: { ...opened.source, limits },
      settings: { seed: 0, traceStatements: false, evaluationTimeoutMs: 5_000 },
      onNote: (note) => notes.push(note),
    });
    await evaluator.facts();
    const ending = new AbortController();
    const said: string[] = [];
    await using ofWorkers = await openBatches(url, "test worker");
    const serving = serveEvaluations({
      queue: ofWorkers,
      ...{ database: url, tasks: new Map(), allowSource: true, slots: 1, signal: ending.signal },
      onNote: (note) => said.push(note),
    });
    try {
      await untilSpread(evaluator, () => here);
      const before = here;
      const rejected = requestsOf(4, 13).map((request) =>
        assertRejects(() => evaluator.evaluate(request), TaskError, "processor time")
      );
      await Promise.all(rejected);
      assert(here > before, "the run has tried itself");
      assert(
        said.some((note) => note.includes("more than 1 seconds of processor time")),
        said.join(),
      );
    } finally {
      ending.abort();
      await serving;
    }
  },
);

/** Evaluates until a worker does it. */
async function untilSpread(evaluator: Evaluator, here: () => number): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const before = here();
    await evaluator.evaluate(requestsOf(1, 100 + tries)[0]!);
    if (here() === before) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("no worker evaluates");
}

const plan: EvaluationPlan = {
  task: "stranger",
  fingerprint: { library: "1", deno: "2", isVerified: true },
  settings: { seed: 1, traceStatements: true },
  source: { files, entry: "task.ts", limits: {} },
};

Deno.test("serveEvaluations() serves only fitting runs with a source, and outlives wrong plans", async () => {
  const wrong: readonly [reason: string, plan: string][] = [
    ["no JSON", "not JSON"],
    ["a record", "[".repeat(100_000) + "]".repeat(100_000)],
    ["plan.settings.seed", encodePlan({ ...plan, settings: { ...plan.settings, seed: 0.5 } })],
    [
      "plan.source.limits.memoryMb",
      encodePlan({
        ...plan,
        source: { files, entry: "task.ts", limits: { memoryMb: 1e6 } },
      }),
    ],
    [
      "evaluationTimeoutMs",
      encodePlan({
        ...plan,
        settings: { ...plan.settings, evaluationTimeoutMs: 2 ** 31 },
      }),
    ],
    [
      "path of a file",
      encodePlan({
        ...plan,
        source: { files: { "../task.ts": "" }, entry: "../task.ts", limits: {} },
      }),
    ],
    [
      "bytes of source",
      encodePlan({
        ...plan,
        source: { files: { "task.ts": "x".repeat(2e6) }, entry: "task.ts", limits: {} },
      }),
    ],
  ];
  for (const allowSource of [true, false]) {
    await using queue = memoryBatchQueue();
    for (const [place, [, plan]] of wrong.entries()) {
      const run = { id: crypto.randomUUID(), task: null, identity: `wrong ${place}`, plan };
      await queue.survey(run, { leaseMs: 1_000, maxAttempts: 3 });
    }
    const fitting = { id: crypto.randomUUID(), task: null, identity: identityOf(plan) };
    const ofTask = { id: crypto.randomUUID(), task: "stranger", identity: "other" };
    for (const run of [fitting, ofTask]) {
      await queue.survey({ ...run, plan: encodePlan(plan) }, { leaseMs: 1_000, maxAttempts: 3 });
    }
    const ending = new AbortController();
    const requests: TaskRequest[] = [];
    const notes: string[] = [];
    const expected = allowSource ? wrong.map(([reason]) => reason) : [];
    const isDone = () =>
      requests.length === (allowSource ? 2 : 1) && notes.length === expected.length;
    await serveEvaluations({
      queue,
      ...{ database: "", tasks: new Map([["stranger", "own.ts"]]), allowSource, slots: 1 },
      signal: ending.signal,
      onNote(note) {
        notes.push(note);
        if (isDone()) ending.abort();
      },
      async runner({ request }) {
        requests.push(request);
        const isEnded = new Promise((resolve) => {
          ending.signal.addEventListener("abort", resolve);
        });
        if (isDone()) ending.abort();
        await isEnded;
        return { kind: "result", result: { kind: "over" } };
      },
    });
    const sources = requests.map((request) => "taskSource" in request ? request.taskSource : null);
    assertEquals(sources.sort(), allowSource ? [null, "own.ts"].sort() : ["own.ts"]);
    for (const reason of expected) {
      assert(notes.some((note) => note.includes(reason)), `${reason} in\n${notes.join("\n")}`);
    }
  }
});

Deno.test("openPlannedTask() opens a source for no named task, and a module for no source", async () => {
  const { source: _source, ...bare } = plan;
  await assertRejects(() => openPlannedTask(plan, "task.ts"), TaskError, "with a source");
  await assertRejects(() => openPlannedTask(bare, undefined), TaskError, "without a source");
  const large = { ...plan, settings: { ...plan.settings, sandbox: { memoryMb: 4_000 } } };
  await assertRejects(() => openPlannedTask(large, undefined), TaskError, "4000 MB");
});
