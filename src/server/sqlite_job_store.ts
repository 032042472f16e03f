/**
 * Keeps jobs in one SQLite file; each change is on disk before its promise resolves.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import type { Job, JobState } from "./job.ts";
import type { JobOutcome, JobPage, JobStore, NewJob } from "./job_store.ts";

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA busy_timeout = 5000;
  CREATE TABLE IF NOT EXISTS jobs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    cancel INTEGER NOT NULL DEFAULT 0,
    task TEXT NOT NULL,
    options TEXT NOT NULL,
    created_at TEXT NOT NULL,
    started_at TEXT,
    finished_at TEXT,
    result TEXT,
    error TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS open_jobs ON jobs (state, seq) WHERE state IN ('queued', 'running');
`;

/** Options of the store. */
export interface SqliteJobStoreOptions {
  /** Wall clock. @default () => new Date() */
  readonly now?: () => Date;
}

/**
 * Opens or creates the store.
 *
 * @param path a file, or `:memory:`
 */
export function sqliteJobStore(path: string, options: SqliteJobStoreOptions = {}): JobStore {
  const now = () => (options.now?.() ?? new Date()).toISOString();
  const db = new DatabaseSync(path);
  db.exec(schema);
  const sql = {
    add: db.prepare(
      "INSERT INTO jobs (id, state, task, options, created_at) VALUES (?, 'queued', ?, ?, ?) RETURNING *",
    ),
    get: db.prepare("SELECT * FROM jobs WHERE id = ?"),
    list: db.prepare(
      `SELECT * FROM jobs WHERE ?1 IS NULL OR seq < (SELECT seq FROM jobs WHERE id = ?1)
       ORDER BY seq DESC LIMIT ?2`,
    ),
    claim: db.prepare(
      `UPDATE jobs SET state = 'running', attempts = attempts + 1, started_at = coalesce(started_at, ?)
       WHERE seq = (SELECT seq FROM jobs WHERE state = 'queued' ORDER BY seq LIMIT 1) RETURNING *`,
    ),
    finish: db.prepare(
      `UPDATE jobs SET state = ?2, finished_at = ?3, result = ?4, error = ?5
       WHERE id = ?1 AND state IN ('queued', 'running')`,
    ),
    release: db.prepare(
      "UPDATE jobs SET state = 'queued', attempts = attempts - 1 WHERE id = ? AND state = 'running'",
    ),
    recoverCancelled: db.prepare(
      "UPDATE jobs SET state = 'cancelled', finished_at = ? WHERE state = 'running' AND cancel = 1",
    ),
    recover: db.prepare("UPDATE jobs SET state = 'queued' WHERE state = 'running'"),
    cancelQueued: db.prepare(
      "UPDATE jobs SET state = 'cancelled', cancel = 1, finished_at = ?2 WHERE id = ?1 AND state = 'queued'",
    ),
    cancelRunning: db.prepare("UPDATE jobs SET cancel = 1 WHERE id = ? AND state = 'running'"),
    count: db.prepare("SELECT state, count(*) AS number FROM jobs GROUP BY state"),
  };
  const one = (row: unknown): Job | undefined => row === undefined ? undefined : readJob(row);

  // Statements are synchronous, so a change is done when its method returns.
  return {
    async add({ id, task, options }: NewJob) {
      return readJob(await sql.add.get(id, task, JSON.stringify(options), now()));
    },
    async get(id) {
      return one(await sql.get.get(id));
    },
    async list({ limit = 50, before }: JobPage = {}) {
      return (await sql.list.all(before ?? null, limit)).map(readJob);
    },
    async claim() {
      return one(await sql.claim.get(now()));
    },
    async finish(id, { state, result, error }: JobOutcome) {
      await sql.finish.run(id, state, now(), jsonOrNull(result), jsonOrNull(error));
    },
    async release(id) {
      await sql.release.run(id);
    },
    async recover() {
      sql.recoverCancelled.run(now());
      await sql.recover.run();
    },
    async cancel(id) {
      sql.cancelQueued.run(id, now());
      sql.cancelRunning.run(id);
      return await this.get(id);
    },
    async count() {
      const counts = { queued: 0, running: 0, done: 0, failed: 0, cancelled: 0 };
      for (const row of await sql.count.all()) counts[row.state as JobState] = Number(row.number); // as: our own column
      return counts;
    },
    [Symbol.asyncDispose]() {
      db.close();
      return Promise.resolve();
    },
  };
}

function jsonOrNull(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function readJob(row: unknown): Job {
  const column = row as Readonly<Record<string, string | number | null>>; // as: our own table, STRICT
  const parsed = (name: string) => column[name] === null ? null : JSON.parse(String(column[name]));
  const textOrNull = (name: string) => column[name] === null ? null : String(column[name]);
  return {
    id: String(column.id),
    task: String(column.task),
    options: parsed("options"),
    state: column.state as JobState, // as: our own table
    attempts: Number(column.attempts),
    isCancelRequested: column.cancel === 1,
    createdAt: String(column.created_at),
    startedAt: textOrNull("started_at"),
    finishedAt: textOrNull("finished_at"),
    result: parsed("result"),
    error: parsed("error"),
  };
}
