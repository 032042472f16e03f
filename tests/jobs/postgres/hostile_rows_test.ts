/** Rows of events and notes that another program wrote: they end their job or are left out. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { JobEvents } from "../../../src/jobs/job_events.ts";
import { databaseLogs } from "../../../src/jobs/postgres/database_logs.ts";
import { openDatabase } from "../../../src/database/database.ts";
import { postgresJobStore } from "../../../src/jobs/postgres/postgres_job_store.ts";
import { shippedRuns } from "../../../src/jobs/postgres/shipped_runs.ts";
import { jobDatabase } from "../../support/job_database.ts";
import { postgresTest } from "../../support/postgres.ts";
import { tempDir } from "../../support/temp_dir.ts";

const deep = `'{"a":' || repeat('[', 100000) || repeat(']', 100000) || '}'`;

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
