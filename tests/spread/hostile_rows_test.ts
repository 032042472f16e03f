/** Rows of batches, workers and runs that another program wrote: reports stay those of one machine. */
import { assertEquals } from "@std/assert";
import { openBatches } from "../../src/spread/open_batches.ts";
import { type PostgresServer, postgresTest } from "../support/postgres.ts";
import { localOf, numbers, requestsOf, spreadOf, workerFor, working } from "./numbers.ts";

const run = "(SELECT id FROM opto.evaluation_runs LIMIT 1)";
const identity = "(SELECT identity FROM opto.evaluation_runs LIMIT 1)";
const liveWorker = "6f1f7c52-6f0b-4d2e-9d7e-3a1c5b8f2a10";
const deep = "repeat('[', 100000) || repeat(']', 100000)";

/** What is written while batches of a run wait for a worker. */
const attacks: Readonly<Record<string, string>> = {
  "no JSON as requests": "UPDATE opto.evaluation_batches SET content = 'no JSON'",
  "deep JSON as requests": `UPDATE opto.evaluation_batches SET content = ${deep}`,
  "huge requests": "UPDATE opto.evaluation_batches SET content = repeat('x', 70000000)",
  "requests of other examples": `UPDATE opto.evaluation_batches
    SET content = replace(content, '"index":', '"index":9999')`,
  "no result": "UPDATE opto.evaluation_batches SET state = 'done'",
  "deep JSON as a result": `UPDATE opto.evaluation_batches SET state = 'done', result = ${deep}`,
  "a result of other shape": `UPDATE opto.evaluation_batches
    SET state = 'done', result = '[{"here":null,"report":{"score":"1"}}]'`,
  "an unknown state": "UPDATE opto.evaluation_batches SET state = 'sleeping'",
  "a worker that is none": `UPDATE opto.evaluation_batches
    SET state = 'running', worker = gen_random_uuid()`,
  "a worker that knows nothing of it": `UPDATE opto.evaluation_batches
    SET state = 'running', worker = '${liveWorker}'`,
  "no attempt left to count": "UPDATE opto.evaluation_batches SET attempts = 2147483647",
  "negative attempts": "UPDATE opto.evaluation_batches SET attempts = -2147483648",
  "a start in the far future": "UPDATE opto.evaluation_batches SET ready_at = 'infinity'",
  "other numbers": "UPDATE opto.evaluation_batches SET number = -number",
  "foreign batches": `INSERT INTO opto.evaluation_batches (run, number, identity, content)
    SELECT ${run}, -place, ${identity}, '{}' FROM generate_series(1, 100) AS place`,
  "workers with negative slots": "UPDATE opto.evaluation_workers SET slots = -2147483648",
  "workers with endless slots": "UPDATE opto.evaluation_workers SET slots = 2147483647",
  "garbage for a run": `INSERT INTO opto.evaluation_runs (id, task, identity, plan)
    SELECT gen_random_uuid(), repeat('t', 100000), repeat(' "', 1000), ${deep}
    FROM generate_series(1, 100)`,
  "a huge refusal": "UPDATE opto.evaluation_runs SET refusal = repeat('no ', 10000000)",
  "no run": "DELETE FROM opto.evaluation_runs",
  "no batch": "DELETE FROM opto.evaluation_batches",
};

async function reportsAfter(postgres: PostgresServer, attack: string): Promise<unknown> {
  const url = await postgres.newDatabase();
  await using ofRun = await openBatches(url, "test run");
  await using ofWorker = await openBatches(url, "test worker");
  await using evaluator = spreadOf(ofRun, localOf(numbers), {
    ...{ leaseMs: 2_000, hereSize: 0, sizeOf: () => 4 },
  });
  await evaluator.facts();
  const idle = await workerFor(ofRun); // it takes nothing
  await ofWorker.join(idle);
  const reports = Promise.all(requestsOf(16).map((request) => evaluator.evaluate(request)));
  while ((await sql("SELECT count(*) FROM opto.evaluation_batches")) === "0") await pause();
  await sql(attack);
  const worker = { ...idle, id: liveWorker };
  const beat = setInterval(() => ofWorker.beat(worker.id).catch(() => {}), 500);
  try {
    await using _worker = working(ofWorker, worker, localOf(numbers));
    return (await reports).map((report) => ({ ...report, durationMs: 0 }));
  } finally {
    clearInterval(beat);
  }

  async function sql(statement: string): Promise<string> {
    return await postgres.sql(new URL(url).pathname.slice(1), statement);
  }
}

async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50));
}

for (const [name, attack] of Object.entries(attacks)) {
  postgresTest(`a spread run outlives rows of another program: ${name}`, async (postgres) => {
    await using local = localOf(numbers);
    const own = await Promise.all(requestsOf(16).map((request) => local.evaluate(request)));
    const expected = own.map((report) => ({ ...report, durationMs: 0 }));
    assertEquals(await reportsAfter(postgres, attack), expected);
  });
}
