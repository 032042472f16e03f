/**
 * Keeps jobs in one SQLite file; each change is on disk before its promise resolves.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import type { Job, JobOptions, JobState } from "./job.ts";
import { jobColumns, jsonOrNull, maxStarts, readClaim, readJob } from "./job_row.ts";
import type { JobOutcome, JobPage, JobStore, NewJob } from "./job_store.ts";
import { fieldsOf } from "./new_job.ts";
import { probeBytes } from "./probe_bytes.ts";
import { QueueFullError, requirePlace } from "./queue_full_error.ts";
import { SpentError, windowStart, withBudgetOfRest } from "./spending.ts";
import { migrate } from "./sqlite_migrations.ts";
import { sqliteSpending } from "./sqlite_spending.ts";
import { StoreError } from "./store_error.ts";

const settings = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA busy_timeout = 5000;
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
 * @throws {StoreError} when the file is no store of this or an earlier version, is damaged, or cannot be written
 */
export function sqliteJobStore(path: string, options: SqliteJobStoreOptions = {}): JobStore {
  const clock = options.now ?? (() => new Date());
  const now = () => clock().toISOString();
  const db = openDatabase(path);
  const sql = {
    begin: db.prepare("BEGIN IMMEDIATE"),
    commit: db.prepare("COMMIT"),
    rollback: db.prepare("ROLLBACK"),
    add: db.prepare(
      `INSERT INTO jobs (id, state, name, task, source, source_hash, holder, options, created_at, idempotency_key, max_running, asked, trace_parent)
       VALUES (?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING ${jobColumns}`,
    ),
    waiting: db.prepare(
      `SELECT count(*) AS total, count(*) FILTER (WHERE holder = ?) AS own FROM jobs
       WHERE state = 'queued'`,
    ),
    get: db.prepare(
      `SELECT ${jobColumns} FROM jobs WHERE id = ?1 AND (?2 IS NULL OR holder = ?2)`,
    ),
    source: db.prepare("SELECT source FROM jobs WHERE id = ?"),
    asked: db.prepare("SELECT coalesce(asked, options) AS options FROM jobs WHERE id = ?"),
    withKey: db.prepare(
      `SELECT ${jobColumns} FROM jobs
       WHERE coalesce(holder, '') = coalesce(?2, '') AND idempotency_key = ?1`,
    ),
    list: db.prepare(
      `SELECT ${jobColumns} FROM jobs WHERE (?3 IS NULL OR holder = ?3) AND (?1 IS NULL OR
         seq < (SELECT seq FROM jobs WHERE id = ?1 AND (?3 IS NULL OR holder = ?3))) ORDER BY seq DESC LIMIT ?2`,
    ),
    claim: db.prepare(
      `UPDATE jobs SET state = 'running', attempts = max(min(attempts, ${maxStarts}), 0) + 1,
         fence = max(min(fence, ${maxStarts}), 0) + 1,
         started_at = coalesce(started_at, ?)
       WHERE seq = (SELECT seq FROM jobs AS job WHERE state = 'queued'
         AND (max_running IS NULL OR max_running >
           (SELECT count(*) FROM jobs WHERE state = 'running' AND holder = job.holder))
         AND (?2 IS NULL OR CASE task WHEN '' THEN ?3 ELSE task IN (SELECT value FROM json_each(?2)) END)
         ORDER BY seq LIMIT 1) RETURNING ${jobColumns}`,
    ),
    held: db.prepare("SELECT cancel FROM jobs WHERE id = ? AND fence = ? AND state = 'running'"),
    finish: db.prepare(
      `UPDATE jobs SET state = ?3, finished_at = ?4, result = ?5, error = ?6
       WHERE id = ?1 AND fence = ?2 AND state = 'running'`,
    ),
    release: db.prepare(
      `UPDATE jobs SET attempts = attempts - 1,
         state = CASE cancel WHEN 1 THEN 'cancelled' ELSE 'queued' END,
         finished_at = CASE cancel WHEN 1 THEN ?3 END
       WHERE id = ?1 AND fence = ?2 AND state = 'running'`,
    ),
    recoverCancelled: db.prepare(
      "UPDATE jobs SET state = 'cancelled', finished_at = ? WHERE state = 'running' AND cancel = 1",
    ),
    recover: db.prepare("UPDATE jobs SET state = 'queued' WHERE state = 'running'"),
    cancelQueued: db.prepare(
      "UPDATE jobs SET state = 'cancelled', cancel = 1, finished_at = ?2 WHERE id = ?1 AND state = 'queued'",
    ),
    cancelRunning: db.prepare("UPDATE jobs SET cancel = 1 WHERE id = ? AND state = 'running'"),
    count: db.prepare(
      "SELECT state, count(*) AS number FROM jobs GROUP BY state",
    ),
    remove: db.prepare(
      "DELETE FROM jobs WHERE id = ? AND state IN ('done', 'failed', 'cancelled')",
    ),
    probe: db.prepare("INSERT OR REPLACE INTO probe (id, bytes) VALUES (1, randomblob(?))"),
  };
  for (const read of [sql.add, sql.get, sql.withKey, sql.list, sql.claim]) {
    read.setReadBigInts(true); // a large number in a damaged row would throw
  }
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
        if (cause instanceof SpentError || cause instanceof QueueFullError) throw cause;
        throw new StoreError(`Cannot ${action}`, cause);
      }
    });
  }

  const spending = sqliteSpending(db, change, clock);
  /** The options of a job within what its holder has left. */
  function granted({ options, holder = null, spending: limit }: NewJob): JobOptions {
    if (limit === undefined) return options;
    const since = windowStart(limit, clock().getTime());
    return withBudgetOfRest(options, limit, spending.accountNow(holder, since));
  }

  // Statements are synchronous, so a change is done when its method returns.
  return {
    spending: spending.records,
    add(job: NewJob) {
      const { id, options, idempotencyKey: key = null, maxRunning = null, traceParent = null } =
        job;
      const { name, task, source, sourceHash, holder } = fieldsOf(job);
      return change("save a job", () => {
        const known = key === null ? undefined : sql.withKey.get(key, holder);
        if (known !== undefined) return readJob(known);
        const { total, own } = sql.waiting.get(holder) ?? {};
        requirePlace({ all: Number(total), own: Number(own) }, job);
        const asked = JSON.stringify(options);
        const written = [JSON.stringify(granted(job)), now(), key, maxRunning, asked, traceParent];
        return readJob(sql.add.get(id, name, task ?? "", source, sourceHash, holder, ...written));
      });
    },
    async source(id) {
      const { source = null } = await sql.source.get(id) ?? {};
      return source === null ? undefined : JSON.parse(String(source));
    },
    async asked(id) {
      const row = await sql.asked.get(id);
      return row && JSON.parse(String(row.options));
    },
    async get(id, holder) {
      return one(await sql.get.get(id, holder ?? null));
    },
    async withKey(key, holder = null) {
      return one(await sql.withKey.get(key, holder));
    },
    async list({ limit = 50, before, holder }: JobPage = {}) {
      return (await sql.list.all(before ?? null, limit, holder ?? null)).map(readJob);
    },
    claim(runnable) {
      const tasks = runnable === undefined ? null : JSON.stringify(runnable.tasks);
      const sources = Number(runnable?.sources ?? true);
      return change("start a job", () => readClaim(sql.claim.get(now(), tasks, sources)));
    },
    async renew({ job, fence }) {
      const held = await sql.held.get(job.id, fence);
      return { isHeld: held !== undefined, isCancelRequested: held?.cancel === 1 };
    },
    finish({ job, fence }, { state, result, error }: JobOutcome) {
      return change("save the end of a job", () => {
        const end = [state, now(), jsonOrNull(result), jsonOrNull(error)];
        return sql.finish.run(job.id, fence, ...end).changes === 1;
      });
    },
    release({ job, fence }) {
      return change(
        "put a job back into the queue",
        () => void sql.release.run(job.id, fence, now()),
      );
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
        return one(sql.get.get(id, null));
      });
    },
    async count() {
      const counts = { queued: 0, running: 0, done: 0, failed: 0, cancelled: 0 };
      for (const row of await sql.count.all()) {
        counts[row.state as JobState] = Number(row.number); // as: our own column
      }
      return counts;
    },
    remove: (id) => change("remove a job", () => void sql.remove.run(id)),
    watch: () => ({ [Symbol.dispose]() {} }), // no other process uses the file
    probe: () => change("write to the store", () => void sql.probe.run(probeBytes)),
    [Symbol.asyncDispose]() {
      db.close();
      return Promise.resolve();
    },
  };
}

function openDatabase(path: string): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path);
    db.exec(settings);
    migrate(db);
    return db;
  } catch (cause) {
    db?.close();
    throw new StoreError(`Cannot use "${path}" as the store of jobs`, cause);
  }
}
