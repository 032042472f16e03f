import { assertEquals, assertRejects } from "@std/assert";
import { UsageError } from "../../../src/errors.ts";
import { jobsInDatabase } from "../../../src/jobs/jobs_in_database.ts";
import { readNotes } from "../../../src/run/notes_file.ts";
import { newNote } from "../../../src/trainer/note.ts";
import type { FinishedEvent } from "../../../src/trainer/event.ts";
import { sampleRun } from "../../support/sample_run.ts";
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
