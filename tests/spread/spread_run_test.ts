import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase } from "../../src/database/database.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { opto, startOpto } from "../cli/opto_command.ts";
import { postgresTest } from "../support/postgres.ts";
import { records } from "../support/records.ts";
import { tempDir } from "../support/temp_dir.ts";

const task = fileURLToPath(import.meta.resolve("./waiting_task.ts"));

postgresTest(
  "optimize --database gives the log of one machine, also when a worker is killed",
  async (postgres) => {
    const url = await postgres.newDatabase();
    const cwd = await tempDir();
    const env = { OPTO_DATABASE: url };
    const optimize = (runDir: string, ...more: readonly string[]) => {
      const options = ["--seed", "1", "--concurrency", "64", "--run-dir", runDir, "--quiet"];
      return opto(["optimize", task, ...options, ...more], { cwd });
    };
    const work = () =>
      startOpto(["work", "--task", task, "--max-job-concurrency", "1"], { cwd, env });
    const workers = [work(), work()] as const;
    const alone = await optimize("alone");
    await Promise.all(workers.map((worker) => worker.until(/(waits for jobs)/)));
    const spread = optimize("spread", "--database", url);
    await using database = await openDatabase(url, { maxConnections: 1 });
    await bothAreAtWork();
    workers[0].kill("SIGKILL");
    assertEquals([alone.code, alone.stderr], [0, ""]);
    const { code, stderr } = await spread;
    assertEquals([code, stderr.replace(/Evaluations are spread.*\n/, "")], [0, ""]);
    const logOf = (runDir: string) => records(readEventLog(join(cwd, runDir, "events.jsonl")));
    assertEquals(logOf("spread"), logOf("alone"));
    const log = await Deno.readTextFile(join(cwd, "spread", "events.jsonl"));
    assertEquals(log.includes(url), false, "it may hold a password");
    const left = await database.query("SELECT run FROM opto.evaluation_batches");
    assertEquals(left, []);
    workers[1].kill("SIGTERM");
    for (const { end } of workers) assertEquals((await end).orphans, []);

    /** Waits until two workers have a batch each. */
    async function bothAreAtWork(): Promise<void> {
      const working = `SELECT count(DISTINCT worker) AS workers FROM opto.evaluation_batches
      WHERE state = 'running'`;
      const deadline = performance.now() + 120_000;
      while (performance.now() < deadline) {
        const [row] = await database.query(working);
        if (Number(row?.workers) === 2) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error("two workers did not take batches within two minutes");
    }
  },
);
