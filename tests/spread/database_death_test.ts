/** The database of a spread run dies, comes back empty and goes away for good; a worker is killed. */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { opto, startOpto } from "../cli/opto_command.ts";
import { type PostgresServer, postgresTest, startPostgres } from "../support/postgres.ts";
import { records } from "../support/records.ts";
import { tempDir } from "../support/temp_dir.ts";

const task = fileURLToPath(import.meta.resolve("./held_task.ts"));

postgresTest(
  "optimize --database goes on when the database crashes and when it is gone",
  async () => {
    const cwd = await tempDir();
    const hold = join(cwd, "hold");
    await using postgres = await startPostgres();
    const url = await postgres.newDatabase();
    const env = { OPTO_DATABASE: url, OPTO_TEST_HOLD: hold };
    const given = ["optimize", task, "--seed", "1", "--quiet", "--run-dir"];
    const alone = await opto([...given, "alone"], { cwd });
    assertEquals([alone.code, alone.stderr], [0, ""]);
    const logOf = (runDir: string) => readEventLog(join(cwd, runDir, "events.jsonl"));
    const first = logOf("alone").flatMap((event) =>
      event.type === "proposed" && event.step === 1 ? [String(event.changes?.factor)] : []
    );
    const work = () =>
      startOpto(["work", "--task", task, "--max-job-concurrency", "1"], { cwd, env });
    const workers = [work(), work()] as const;
    await Promise.all(workers.map((worker) => worker.until(/(waits for jobs)/)));

    await Deno.mkdir(hold);
    const spread = startOpto([...given, "spread"], { cwd, env });
    await bothAreAtWork(postgres, url);
    await postgres.kill();
    await postgres.restart();
    await bothAreAtWork(postgres, url);

    for (const factor of first) await Deno.writeTextFile(join(hold, factor), "");
    await until(
      "the first step ends",
      () => Promise.resolve(logOf("spread").some((event) => event.type === "step")),
    );
    await bothAreAtWork(postgres, url);
    workers[0].kill("SIGKILL");
    await postgres.kill();
    await Deno.remove(hold, { recursive: true });

    const { code, stderr, orphans } = await spread.end;
    const notes = stderr.trimEnd().split("\n");
    assertEquals([code, orphans], [0, []]);
    assertEquals(notes.length, 2, stderr);
    assert(notes[0]?.startsWith("Evaluations are spread: "), stderr);
    assert(notes[1]?.startsWith("The database cannot be reached ("), stderr);
    assertEquals(records(logOf("spread")), records(logOf("alone")));
    workers[1].kill("SIGTERM");
    const [dead, living] = await Promise.all([workers[0].end, workers[1].end]);
    assertEquals([dead.orphans, living.orphans, living.code], [[], [], 0]);
  },
);

/** Waits until two workers have a batch each. */
async function bothAreAtWork(postgres: PostgresServer, url: string): Promise<void> {
  const working =
    "SELECT count(DISTINCT worker) FROM opto.evaluation_batches WHERE state = 'running'";
  const database = new URL(url).pathname.slice(1);
  await until(
    "two workers take batches",
    async () => await postgres.sql(database, working) === "2",
  );
}

/** Waits for a condition, at most two minutes. */
async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 120_000;
  while (!await isSo()) {
    if (performance.now() > deadline) throw new Error(`It did not happen in two minutes: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
