/**
 * Brings the schema of a database up to date: steps that only go forward, each in a transaction.
 *
 * Several processes may do so at once: one of them does, under an advisory lock, and the others find it done. Programs of
 * the version before go on while a step is made, as long as the step only adds; one that does not says so.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { locks } from "./locks.ts";
import type { Session } from "./session.ts";

/** One change of the schema. */
interface Migration {
  readonly statements: string;
  /** Set when programs that do not know this step can no longer work with the database. */
  readonly isBreaking?: true;
}

/** Changes of the schema, oldest first. A step that was released is never changed. */
const migrations: readonly Migration[] = [
  {
    statements: `
      CREATE TABLE opto.jobs (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id text NOT NULL UNIQUE,
        state text NOT NULL DEFAULT 'queued',
        attempts integer NOT NULL DEFAULT 0,
        fence integer NOT NULL DEFAULT 0,
        cancel boolean NOT NULL DEFAULT false,
        name text NOT NULL,
        queue text NOT NULL,
        message uuid NOT NULL,
        task text,
        source text,
        source_hash text,
        holder text,
        max_running integer,
        options text NOT NULL,
        idempotency_key text,
        created_at timestamptz NOT NULL DEFAULT now(),
        started_at timestamptz,
        finished_at timestamptz,
        result text,
        error text
      );
      CREATE UNIQUE INDEX job_keys ON opto.jobs (coalesce(holder, ''), idempotency_key)
        WHERE idempotency_key IS NOT NULL;
      CREATE INDEX open_jobs ON opto.jobs (seq) WHERE state IN ('queued', 'running');
      CREATE INDEX holders ON opto.jobs (holder, seq) WHERE holder IS NOT NULL;
      CREATE TABLE opto.events (
        job text NOT NULL REFERENCES opto.jobs (id) ON DELETE CASCADE,
        number integer NOT NULL,
        line text NOT NULL,
        PRIMARY KEY (job, number)
      );
      CREATE UNLOGGED TABLE opto.workers (
        id uuid PRIMARY KEY,
        tasks text[] NOT NULL,
        sources boolean NOT NULL,
        seen_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE opto.probe (id integer PRIMARY KEY, bytes bytea);
    `,
  },
  {
    // Messages between runs and workers: nothing is lost with them, so they are not written to the log of the database.
    statements: `
      CREATE UNLOGGED TABLE opto.evaluation_runs (
        id uuid PRIMARY KEY,
        task text NOT NULL,
        identity text NOT NULL,
        plan text NOT NULL,
        refusal text,
        seen_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNLOGGED TABLE opto.evaluation_workers (
        id uuid PRIMARY KEY,
        identity text NOT NULL,
        slots integer NOT NULL,
        seen_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNLOGGED TABLE opto.evaluation_batches (
        run uuid NOT NULL,
        number integer NOT NULL,
        seq bigint GENERATED ALWAYS AS IDENTITY,
        identity text NOT NULL,
        state text NOT NULL DEFAULT 'queued',
        attempts integer NOT NULL DEFAULT 0,
        worker uuid,
        ready_at timestamptz NOT NULL DEFAULT now(),
        content text NOT NULL,
        result text,
        PRIMARY KEY (run, number)
      ) WITH (
        autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
        toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 10000
      );
      ALTER TABLE opto.evaluation_batches
        ALTER content SET STORAGE EXTERNAL, ALTER result SET STORAGE EXTERNAL;
      CREATE INDEX queued_batches ON opto.evaluation_batches (identity, seq) WHERE state = 'queued';
      CREATE INDEX claimed_batches ON opto.evaluation_batches (worker) WHERE state = 'running';
    `,
  },
  {
    statements: `
      CREATE TABLE opto.notes (
        job text NOT NULL REFERENCES opto.jobs (id) ON DELETE CASCADE,
        number integer NOT NULL,
        note text NOT NULL,
        PRIMARY KEY (job, number)
      );
    `,
  },
  {
    // Jobs of nobody in particular have an empty holder in `spending`, whose rows outlive their jobs.
    statements: `
      ALTER TABLE opto.jobs ADD COLUMN asked text, ADD COLUMN trace_parent text;
      CREATE TABLE opto.spending (
        job text PRIMARY KEY,
        holder text NOT NULL,
        ended_at timestamptz NOT NULL,
        calls double precision NOT NULL,
        tokens double precision NOT NULL,
        usd double precision NOT NULL,
        seconds double precision NOT NULL,
        evaluations double precision NOT NULL
      );
      CREATE INDEX spending_of_holders ON opto.spending (holder, ended_at);
      CREATE INDEX spending_by_time ON opto.spending (ended_at);
    `,
  },
  { statements: "CREATE INDEX job_states ON opto.jobs (state);" },
];

/**
 * Makes the changes that the database lacks.
 *
 * @throws {UsageError} when a later version has made a change that this one cannot work with
 */
export async function migrate(
  transaction: <T>(change: (session: Session) => Promise<T>) => Promise<T>,
): Promise<void> {
  const [made] = await transaction((session) =>
    session.query("SELECT to_regclass('opto.migrations') IS NOT NULL AS exists")
  );
  if (made?.exists === true && await transaction(versionOf) >= migrations.length) return;
  await transaction(async (session) => {
    await session.query("SELECT pg_advisory_xact_lock($1)", [locks.migration]);
    await session.query("CREATE SCHEMA IF NOT EXISTS opto");
    await session.query(`CREATE TABLE IF NOT EXISTS opto.migrations (
      version integer PRIMARY KEY,
      is_breaking boolean NOT NULL,
      made_at timestamptz NOT NULL DEFAULT now()
    )`);
    const version = await versionOf(session);
    for (const [i, { statements, isBreaking = false }] of migrations.slice(version).entries()) {
      await session.query(statements);
      await session.query("INSERT INTO opto.migrations (version, is_breaking) VALUES ($1, $2)", [
        version + i + 1,
        isBreaking,
      ]);
    }
  });
}

/** The version of the schema. @throws {UsageError} when this program cannot work with it */
async function versionOf(session: Session): Promise<number> {
  const [row] = await session.query(
    `SELECT max(version) AS version, max(version) FILTER (WHERE is_breaking) AS breaking
     FROM opto.migrations`,
  );
  const version = Number(row?.version ?? 0);
  if (Number(row?.breaking ?? 0) <= migrations.length) return version;
  throw new UsageError(
    `Cannot use the database: its schema is of version ${version}, and this program knows ${migrations.length}`,
    { advice: "Run the version of Opto that the other machines run." },
  );
}
