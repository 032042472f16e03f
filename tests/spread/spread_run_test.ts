import { assert, assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { postgresTest } from "../support/postgres.ts";

const task = fromFileUrl(import.meta.resolve("./waiting_task.ts"));
const main = fromFileUrl(import.meta.resolve("../../mod.ts"));
const workerProcess = fromFileUrl(import.meta.resolve("./worker_process.ts"));
const config = fromFileUrl(import.meta.resolve("../../deno.json"));

postgresTest(
  "optimize --database gives the log of one machine, also when a worker is killed",
  async (postgres) => {
    const database = await postgres.newDatabase();
    await using folder = await temporaryFolder();
    const { path } = folder;
    const alone = optimize(join(path, "alone"));
    const workers = [startWorker(database), startWorker(database)];
    try {
      const spread = optimize(join(path, "spread"), "--database", database);
      let killed = "";
      // A worker that has a batch dies in it.
      for (let tries = 0; killed === "" && tries < 400; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        const row = await postgres.sql(
          nameOf(database),
          "SELECT worker FROM opto.evaluation_batches WHERE state = 'running' LIMIT 1",
        ).catch(() => ""); // before the first program has made the tables
        if (row === "") continue;
        killed = row;
        workers[0]!.process.kill("SIGKILL");
      }
      assert(killed !== "", "no worker took a batch");
      for (const { success, output } of [await alone, await spread]) assert(success, output);
      assertEquals(records(join(path, "spread")), records(join(path, "alone")));
      const left = "SELECT count(*) FROM opto.evaluation_batches";
      assertEquals(await postgres.sql(nameOf(database), left), "0");
    } finally {
      for (const { end } of workers) await end();
    }
  },
);

/** Evaluates the task with its values, by itself or over a database. */
async function optimize(
  runDir: string,
  ...more: readonly string[]
): Promise<{ readonly success: boolean; readonly output: string }> {
  const options = ["--seed", "1", "--concurrency", "64", "--run-dir", runDir, "--quiet"];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", main, "optimize", task, ...options, ...more],
    stdout: "piped",
    stderr: "piped",
  }).output();
  const decoder = new TextDecoder();
  return { success, output: decoder.decode(stdout) + decoder.decode(stderr) };
}

function startWorker(database: string) {
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      "--config",
      config,
      workerProcess,
      database,
      "1",
      `waiting=${task}`,
    ],
    stdout: "null",
    stderr: "null",
  }).spawn();
  return {
    process,
    async end() {
      try {
        process.kill("SIGTERM");
      } catch {
        // it has ended
      }
      await process.status;
    },
  };
}

function nameOf(database: string): string {
  return new URL(database).pathname.slice(1);
}

/** The events of a run without times, in canonical order. */
function records(runDir: string): readonly string[] {
  return readEventLog(join(runDir, "events.jsonl")).flatMap((event) => {
    if (event.type === "started" || event.type === "finished") return [];
    const known: Record<string, unknown> = { ...event };
    for (const name of ["durationMs", "seconds", "spent", "at"]) delete known[name];
    return [JSON.stringify(known)];
  }).sort();
}

async function temporaryFolder() {
  const path = await Deno.makeTempDir({ prefix: "opto-test-spread-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
