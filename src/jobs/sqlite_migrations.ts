/**
 * Brings the file of an earlier version up to date: steps that only go forward, each in a transaction.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";

/** Changes of the schema, oldest first; the file's `user_version` counts those that were made. */
const migrations: readonly ((db: DatabaseSync) => void)[] = [
  (db) =>
    db.exec(`
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
      CREATE TABLE IF NOT EXISTS probe (id INTEGER PRIMARY KEY, bytes BLOB) STRICT;
    `),
  // Files of version 0.1.0 had this column before they counted their changes.
  (db) => addColumn(db, "idempotency_key", "TEXT"),
  // A job of no registered task has an empty task.
  (db) => {
    addColumn(db, "name", "TEXT");
    addColumn(db, "holder", "TEXT");
    addColumn(db, "source", "TEXT");
    addColumn(db, "source_hash", "TEXT");
    addColumn(db, "fence", "INTEGER NOT NULL DEFAULT 0");
    addColumn(db, "max_running", "INTEGER");
    db.exec(`
      DROP INDEX IF EXISTS job_keys;
      CREATE UNIQUE INDEX job_keys ON jobs (coalesce(holder, ''), idempotency_key);
      CREATE INDEX holders ON jobs (holder, seq) WHERE holder IS NOT NULL;
    `);
  },
  // Jobs of nobody in particular have an empty holder here.
  (db) => {
    addColumn(db, "asked", "TEXT");
    addColumn(db, "trace_parent", "TEXT");
    db.exec(`
      CREATE TABLE spending (
        job TEXT PRIMARY KEY,
        holder TEXT NOT NULL,
        ended_at TEXT NOT NULL,
        calls REAL NOT NULL,
        tokens REAL NOT NULL,
        usd REAL NOT NULL,
        seconds REAL NOT NULL,
        evaluations REAL NOT NULL
      ) STRICT;
      CREATE INDEX spending_of_holders ON spending (holder, ended_at);
      CREATE INDEX spending_by_time ON spending (ended_at);
    `);
  },
  (db) => db.exec("CREATE INDEX job_states ON jobs (state)"),
];

/** Makes the changes that the file lacks. @throws {RangeError} for a file of a later version of Opto */
export function migrate(db: DatabaseSync): void {
  const { user_version: version } = db.prepare("PRAGMA user_version").get() ?? {};
  const made = Number(version);
  if (made > migrations.length) {
    throw new RangeError(
      `its schema is of version ${made}, and this program knows ${migrations.length}`,
    );
  }
  migrations.slice(made).forEach((change, i) => {
    db.exec("BEGIN IMMEDIATE");
    try {
      change(db);
      db.exec(`PRAGMA user_version = ${made + i + 1}; COMMIT`);
    } catch (error) {
      if (db.isTransaction) db.exec("ROLLBACK");
      throw error;
    }
  });
}

function addColumn(db: DatabaseSync, name: string, type: string): void {
  const columns = db.prepare("SELECT name FROM pragma_table_info('jobs')").all();
  if (columns.some((column) => column.name === name)) return;
  db.exec(`ALTER TABLE jobs ADD COLUMN ${name} ${type}`);
}
