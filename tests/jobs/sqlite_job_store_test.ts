import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { JobStore } from "../../src/jobs/job_store.ts";
import { retryingJobStore } from "../../src/jobs/retrying_job_store.ts";
import { sqliteJobStore } from "../../src/jobs/sqlite_job_store.ts";
import { StoreError } from "../../src/jobs/store_error.ts";
import { jobStoreConformance } from "../support/job_store_conformance.ts";
import { spendingConformance } from "../support/spending_conformance.ts";
import { tempDir } from "../support/temp_dir.ts";

function conformance(name: string, open: (path: string) => JobStore): void {
  const register: Parameters<typeof jobStoreConformance>[1] = (name, run) =>
    Deno.test(name, async () => {
      const path = `${await tempDir()}/jobs.sqlite`;
      await run({
        store: open(path),
        reopen: () => Promise.resolve(open(path)),
        leaseEnds: (living) => living.recover(),
        damage(id, change) {
          using db = new DatabaseSync(path);
          db.prepare(`UPDATE jobs SET ${change} WHERE id = ?`).run(id);
          return Promise.resolve();
        },
      });
    });
  jobStoreConformance(name, register);
  spendingConformance(name, register);
}

conformance("sqliteJobStore()", (path) => sqliteJobStore(path));
conformance("retryingJobStore()", (path) =>
  retryingJobStore(sqliteJobStore(path), (error) => {
    throw error;
  }));

Deno.test("sqliteJobStore() opens a file of version 0.1.0, which knew no idempotency keys", async () => {
  const path = join(await tempDir(), "jobs.sqlite");
  const db = new DatabaseSync(path);
  db.exec(`
    CREATE TABLE jobs (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0, cancel INTEGER NOT NULL DEFAULT 0, task TEXT NOT NULL,
      options TEXT NOT NULL, created_at TEXT NOT NULL, started_at TEXT, finished_at TEXT, result TEXT,
      error TEXT
    ) STRICT;
    INSERT INTO jobs (id, state, task, options, created_at)
    VALUES ('old', 'queued', 'pack', '{}', '2026-01-01T00:00:00.000Z');
  `);
  db.close();
  await using store = sqliteJobStore(path);
  await store.add({ id: "new", task: "pack", options: {}, idempotencyKey: "k" });
  assertEquals((await store.list()).map(({ id }) => id), ["new", "old"]);
  await using again = sqliteJobStore(path);
  assertEquals((await again.withKey("k"))?.id, "new");
});

Deno.test("retryingJobStore() saves the ends of other jobs where the store refuses one for ever", async () => {
  const inner = sqliteJobStore(":memory:");
  let isAway = true;
  const saved: string[] = [];
  const finish: JobStore["finish"] = async (claim, outcome) => {
    if (isAway || claim.job.id === "refused") throw new Error("no");
    saved.push(claim.job.id);
    return await inner.finish(claim, outcome);
  };
  const store = retryingJobStore({ ...inner, finish }, () => {});
  for (const id of ["refused", "a", "b"]) {
    await store.add({ id, task: "pack", options: {} });
    const claim = await store.claim();
    if (claim !== undefined) await store.finish(claim, { state: "done" });
  }
  isAway = false;
  await store[Symbol.asyncDispose]();
  assertEquals(saved, ["a", "b"]);
});

Deno.test("sqliteJobStore() names a file that is no store, is damaged, or comes from a later version", async () => {
  const path = join(await tempDir(), "jobs.sqlite");
  const message = `Cannot use "${path}" as the store of jobs: `;
  const refused = () => assertThrows(() => sqliteJobStore(path), StoreError, message).message;
  await Deno.writeTextFile(path, "no store");
  assertStringIncludes(refused(), "not a database");
  await Deno.remove(path);
  await sqliteJobStore(path)[Symbol.asyncDispose]();
  const db = new DatabaseSync(path);
  const { user_version: version } = db.prepare("PRAGMA user_version").get() ?? {};
  db.exec("PRAGMA user_version = 901");
  assertStringIncludes(refused(), "schema is of version 901");
  db.exec(`PRAGMA user_version = ${version}`);
  db.close();
  await Deno.truncate(path, 4096); // as an interrupted copy leaves it
  assertStringIncludes(refused(), "malformed");
});

Deno.test("sqliteJobStore() starts others where a row holds numbers beyond those of JavaScript", async () => {
  const path = join(await tempDir(), "jobs.sqlite");
  await using store = sqliteJobStore(path);
  using db = new DatabaseSync(path);
  for (const column of ["attempts", "fence", "cancel"]) {
    for (const id of ["bad", "good"]) {
      await store.add({ id: `${id} ${column}`, task: "pack", options: {} });
    }
    db.exec(`UPDATE jobs SET ${column} = 9223372036854775807 WHERE id = 'bad ${column}'`);
    assertEquals((await store.list())[1]?.id, `bad ${column}`);
    assertEquals((await store.claim())?.job.id, `bad ${column}`);
    assertEquals((await store.claim())?.job.id, `good ${column}`);
  }
});
