import { assertEquals, assertRejects } from "@std/assert";
import { UsageError } from "../../../src/errors.ts";
import { databaseLogs } from "../../../src/jobs/postgres/database_logs.ts";
import { jobsInDatabase } from "../../../src/jobs/postgres/jobs_in_database.ts";
import { postgresJobStore } from "../../../src/jobs/postgres/postgres_job_store.ts";
import { Retention } from "../../../src/jobs/retention.ts";
import { openDatabase } from "../../../src/database/database.ts";
import { readNotes } from "../../../src/run/notes_file.ts";
import { newNote } from "../../../src/trainer/note.ts";
import type { FinishedEvent } from "../../../src/trainer/event.ts";
import { sampleRun } from "../../support/sample_run.ts";
import { jobDatabase } from "../../support/job_database.ts";
import { postgresTest } from "../../support/postgres.ts";
import { tempDir } from "../../support/temp_dir.ts";

postgresTest(
  "a person's feedback reaches a run on another machine through the database",
  async (postgres) => {
    const url = await postgres.newDatabase();
    const open = async (program: string) =>
      await jobsInDatabase(url, {
        dataDir: await tempDir(),
        program,
        onError: (error) => {
          throw error;
        },
      });
    await using server = await open("server");
    await using worker = await open("worker");
    const id = crypto.randomUUID();
    await server.store.add({ id, task: "pack", options: {} });
    await server.events.addNote(id, newNote("before the run"));
    const claim = await worker.store.claim();
    const seen: string[] = [];
    const runJob = worker.carriedOut(async () => {
      await server.events.addNote(id, newNote("while it runs"));
      while (seen.length < 2) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        seen.splice(0, seen.length, ...readNotes(worker.runs.runDir(id)).map(({ text }) => text));
      }
      return sampleRun().at(-1) as FinishedEvent; // as: its last event is this one
    });
    await runJob(claim!.job, { signal: new AbortController().signal, claim: claim! });
    assertEquals(seen, ["before the run", "while it runs"]);
    const given = Array.from(
      { length: 200 },
      (_, i) => [server, worker][i % 2]!.events.addNote(id, newNote("more")),
    ); // !: two
    const refused = (await Promise.allSettled(given))
      .flatMap((one) => one.status === "rejected" ? [String(one.reason)] : []);
    assertEquals(
      refused,
      Array(102).fill("UsageError: Cannot add feedback to a run: it has 100 notes already"),
    );
    await assertRejects(() => server.events.addNote(id, newNote("one too many")), UsageError);
  },
);

postgresTest("databaseLogs() saves each of several notes that come at once", async (postgres) => {
  const url = await jobDatabase(postgres);
  await using database = await openDatabase(url);
  await using store = await postgresJobStore(database);
  await store.add({ id: "a", task: "pack", options: {} });
  const logs = databaseLogs(database);
  const texts = Array.from({ length: 60 }, (_, i) => `${100 + i}`);
  await Promise.all(texts.map((text) => logs.addNote("a", newNote(text))));
  assertEquals((await logs.notes("a")).map(({ text }) => text).toSorted(), texts);
});

postgresTest(
  "databaseLogs() has no events after a number that no log reaches",
  async (postgres) => {
    const url = await jobDatabase(postgres);
    await using database = await openDatabase(url);
    const logs = databaseLogs(database);
    for (const after of [2 ** 31 - 1, 2 ** 31, 999_999_999_999_999]) {
      const end = await logs.next("a", { number: 0, offset: 0 }, after);
      assertEquals(end, { lines: [], number: 0, offset: 0 });
    }
  },
);

postgresTest(
  "Retention removes runs by the bytes that they take in a database",
  async (postgres) => {
    const url = await jobDatabase(postgres);
    const dataDir = await tempDir();
    await using jobs = await jobsInDatabase(url, {
      dataDir,
      program: "server",
      onError: (error) => {
        throw error;
      },
    });
    await using database = await openDatabase(url);
    const logs = databaseLogs(database);
    const random = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(900))));
    for (const id of ["a", "b", "c"]) {
      await jobs.store.add({ id, task: "pack", options: {} });
      const claim = await jobs.store.claim();
      await logs.append(claim!, 1, Array.from({ length: 10 }, random)); // "!": it was just added
      await jobs.store.finish(claim!, { state: "done" });
    }
    const bytes = await jobs.events.sizeOf("c");
    assertEquals([bytes > 12_000, bytes < 15_000], [true, true]);
    await new Retention({ ...jobs, keepBytes: 2.5 * bytes }).apply();
    assertEquals((await jobs.store.list()).map(({ id }) => id), ["c", "b"]);
  },
);
