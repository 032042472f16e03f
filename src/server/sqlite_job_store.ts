/**
 * Keeps jobs in one SQLite file; each change is on disk before its promise resolves.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import type { Job, JobState } from "./job.ts";
import type { JobOutcome, JobPage, JobStore, NewJob } from "./job_store.ts";
import { StoreError } from "./store_error.ts";

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
    error TEXT,
    idempotency_key TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS open_jobs ON jobs (state, seq) WHERE state IN ('queued', 'running');
  CREATE TABLE IF NOT EXISTS probe (id INTEGER PRIMARY KEY, bytes BLOB) STRICT;
`;

/** What a probe writes: some pages, more than a job takes. */
const probeBytes = 65_536;

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
  addKeys(db);
  const sql = {
    begin: db.prepare("BEGIN IMMEDIATE"),
    commit: db.prepare("COMMIT"),
    rollback: db.prepare("ROLLBACK"),
    add: db.prepare(
      `INSERT INTO jobs (id, state, task, options, created_at, idempotency_key)
       VALUES (?, 'queued', ?, ?, ?, ?) RETURNING *`,
    ),
    get: db.prepare("SELECT * FROM jobs WHERE id = ?"),
    withKey: db.prepare("SELECT * FROM jobs WHERE idempotency_key = ?"),
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
    probe: db.prepare("INSERT OR REPLACE INTO probe (id, bytes) VALUES (1, randomblob(?))"),
  };
  const one = (row: unknown): Job | undefined => row === undefined ? undefined : readJob(row);

  /**
   * Makes a change in a transaction of its own. `node:sqlite` drops the error of a commit that ends a statement read by
   * `get`, so only an explicit commit tells that the change is on the disk.
   */
  function change<T>(action: string, make: () => T): Promise<T> {
    return Promise.try(() => {
      try {
        sql.begin.run();
        const result = make();
        sql.commit.run();
        return result;
      } catch (cause) {
        if (db.isTransaction) sql.rollback.run();
        throw new StoreError(`Cannot ${action}`, cause);
      }
    });
  }

  // Statements are synchronous, so a change is done when its method returns.
  return {
    add({ id, task, options, idempotencyKey }: NewJob) {
      const key = idempotencyKey ?? null;
      return change("save a job", () => {
        const known = key === null ? undefined : sql.withKey.get(key);
        return readJob(known ?? sql.add.get(id, task, JSON.stringify(options), now(), key));
      });
    },
    async get(id) {
      return one(await sql.get.get(id));
    },
    async withKey(key) {
      return one(await sql.withKey.get(key));
    },
    async list({ limit = 50, before }: JobPage = {}) {
      return (await sql.list.all(before ?? null, limit)).map(readJob);
    },
    claim: () => change("start a job", () => one(sql.claim.get(now()))),
    finish(id, { state, result, error }: JobOutcome) {
      return change("save the end of a job", () => {
        sql.finish.run(id, state, now(), jsonOrNull(result), jsonOrNull(error));
      });
    },
    release(id) {
      return change("put a job back into the queue", () => void sql.release.run(id));
    },
    recover() {
      return change("continue the jobs of an earlier server", () => {
        sql.recoverCancelled.run(now());
        sql.recover.run();
      });
    },
    cancel(id) {
      return change("cancel a job", () => {
        sql.cancelQueued.run(id, now());
        sql.cancelRunning.run(id);
        return one(sql.get.get(id));
      });
    },
    async count() {
      const counts = { queued: 0, running: 0, done: 0, failed: 0, cancelled: 0 };
      for (const row of await sql.count.all()) counts[row.state as JobState] = Number(row.number); // as: our own column
      return counts;
    },
    probe: () => change("write to the store", () => void sql.probe.run(probeBytes)),
    [Symbol.asyncDispose]() {
      db.close();
      return Promise.resolve();
    },
  };
}

/** Adds the column of idempotency keys to a store of version 0.1.0, and its index. */
function addKeys(db: DatabaseSync): void {
  const columns = db.prepare("SELECT name FROM pragma_table_info('jobs')").all();
  if (!columns.some(({ name }) => name === "idempotency_key")) {
    db.exec("ALTER TABLE jobs ADD COLUMN idempotency_key TEXT");
  }
  db.exec("CREATE UNIQUE INDEX IF NOT EXISTS job_keys ON jobs (idempotency_key)");
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
