/** Rows of jobs, events and notes that another program wrote: they end or are left out, and other jobs go on. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { JobEvents } from "../../../src/jobs/job_events.ts";
import { databaseLogs } from "../../../src/jobs/postgres/database_logs.ts";
import { damageOf } from "../../../src/jobs/job_row.ts";
import { openDatabase } from "../../../src/database/database.ts";
import { postgresJobStore } from "../../../src/jobs/postgres/postgres_job_store.ts";
import { shippedRuns } from "../../../src/jobs/postgres/shipped_runs.ts";
import { jobDatabase } from "../../support/job_database.ts";
import { postgresTest } from "../../support/postgres.ts";
import { tempDir } from "../../support/temp_dir.ts";

const deep = `'{"a":' || repeat('[', 100000) || repeat(']', 100000) || '}'`;

/** What is written into the row of the first of two jobs that wait, and the column at fault. */
const attacks: Readonly<Record<string, string>> = {
  "options = 'no JSON'": "options",
  "options = 'null'": "options",
  "options = '[]'": "options",
  "options = '7'": "options",
  [`options = ${deep}`]: "options",
  [`options = '{"a":"' || repeat('x', 2000000) || '"}'`]: "options",
  "result = 'no JSON'": "result",
  [`result = ${deep}`]: "result",
  "result = '-1'": "result",
};

postgresTest(
  "a damaged job is shown as failed with the names of its columns, and others start",
  async (postgres) => {
    for (const [attack, column] of Object.entries(attacks)) {
      await using database = await openDatabase(await jobDatabase(postgres));
      await using store = await postgresJobStore(database);
      for (const id of ["bad", "good"]) await store.add({ id, task: "pack", options: {} });
      await database.query(`UPDATE opto.jobs SET ${attack} WHERE id = 'bad'`);
      const shown = (await store.list()).find(({ id }) => id === "bad");
      assertEquals([shown?.state, shown?.error?.code], ["failed", "damaged"], attack);
      const bad = await store.claim(); // the queue ends it
      assertEquals(damageOf(bad!.job), shown?.error, attack); // !: it comes first
      assert(shown?.error?.message.includes(column), attack);
      assertEquals((await store.claim())?.job.id, "good", attack);
      assertEquals(await store.claim(), undefined);
    }
  },
);

postgresTest(
  "a job of an unknown state is shown as failed, and is not started",
  async (postgres) => {
    for (const change of ["state = 'sleeping'", "state = repeat('x', 100000)", "state = ''"]) {
      await using database = await openDatabase(await jobDatabase(postgres));
      await using store = await postgresJobStore(database);
      for (const id of ["bad", "good"]) await store.add({ id, task: "pack", options: {} });
      await database.query(`UPDATE opto.jobs SET ${change}, error = 'x' WHERE id = 'bad'`);
      assertEquals((await store.claim())?.job.id, "good");
      const shown = await store.get("bad");
      assertEquals([shown?.state, shown?.error?.code], ["failed", "damaged"]);
      assert((shown?.error?.message.length ?? 0) < 1_000);
      assertEquals((await store.list()).length, 2);
    }
  },
);

postgresTest(
  "a log with missing lines ends its job at once, and strange notes are left out",
  async (postgres) => {
    await using database = await openDatabase(await jobDatabase(postgres));
    await using store = await postgresJobStore(database);
    const logs = databaseLogs(database);
    await store.add({ id: "a", task: "pack", options: {} });
    await database.query(
      `INSERT INTO opto.notes (job, number, note) VALUES ('a', -1, 'no JSON'), ('a', 1, '[]'),
      ('a', 2, ${deep}), ('a', 3, '{"id":1,"text":2}'), ('a', 4, repeat('x', 10000000))`,
    );
    assertEquals(await logs.notes("a"), []);
    await database.query("INSERT INTO opto.events (job, number, line) VALUES ('a', 7, 'no JSON')");
    const claim = await store.claim();
    assert(claim !== undefined);
    const runs = new JobEvents(await tempDir());
    const runJob = shippedRuns(() => assertRejects(() => Promise.resolve()) as never, {
      ...{ runs, logs, onError: () => {} },
    });
    const { signal } = new AbortController();
    await assertRejects(
      () => runJob(claim.job, { signal, claim }),
      TypeError,
      "lacks lines after 0",
    );
    assertEquals(await Deno.readTextFile(join(runs.directory, "a", "events.jsonl")), "");
  },
);
