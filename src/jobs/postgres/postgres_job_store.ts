/**
 * Keeps jobs in a PostgreSQL database that several machines share. The table of jobs is the record; pg-boss delivers.
 *
 * A message that does not belong to its job any more (the job has ended, or was released) is dropped when it arrives, so
 * only what must not be lost is one transaction with it: a new job, its start, and its return to the queue.
 *
 * @module
 */
import type { Job, JobOptions, JobState } from "../job.ts";
import { jobColumns, jsonOrNull, maxStarts, readClaim, readJob } from "../job_row.ts";
import type { Claim, JobStore, NewJob } from "../job_store.ts";
import { fieldsOf } from "../new_job.ts";
import { probeBytes } from "../probe_bytes.ts";
import { QueueFullError, requirePlace } from "../queue_full_error.ts";
import { SpentError, windowStart, withBudgetOfRest } from "../spending.ts";
import { StoreError } from "../store_error.ts";
import type { Database } from "../../database/database.ts";
import { locks } from "../../database/locks.ts";
import type { Row, Session } from "../../database/session.ts";
import { hasDelivery, openDeliveries, queueOf, renewLease } from "./deliveries.ts";
import { accountIn, postgresSpending } from "./postgres_spending.ts";

/** Channel of the ids of jobs that have changed. */
const channel = "opto_jobs";

const sql = {
  add: `INSERT INTO opto.jobs
      (id, name, task, source, source_hash, holder, options, asked, idempotency_key, max_running,
        trace_parent, queue, message)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    ON CONFLICT (coalesce(holder, ''), idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
    RETURNING ${jobColumns}`,
  get: `SELECT ${jobColumns} FROM opto.jobs
    WHERE id = $1 AND ($2::text IS NULL OR holder = $2)`,
  source: "SELECT source FROM opto.jobs WHERE id = $1",
  asked: "SELECT coalesce(asked, options) AS options FROM opto.jobs WHERE id = $1",
  withKey: `SELECT ${jobColumns} FROM opto.jobs
    WHERE coalesce(holder, '') = coalesce($2, '') AND idempotency_key = $1`,
  list: `SELECT ${jobColumns} FROM opto.jobs
    WHERE ($3::text IS NULL OR holder = $3) AND ($1::text IS NULL OR seq <
        (SELECT seq FROM opto.jobs WHERE id = $1 AND ($3::text IS NULL OR holder = $3)))
    ORDER BY seq DESC LIMIT $2`,
  lockPlaces: `SELECT pg_advisory_xact_lock(${locks.places})`,
  places: `SELECT count(*) AS total, count(*) FILTER (WHERE holder = $2) AS own FROM opto.jobs
    WHERE state = 'queued' AND id <> $1`,
  waiting: `WITH open AS MATERIALIZED (
      SELECT seq, state, queue, message, holder, task, cancel, max_running,
        count(*) FILTER (WHERE state = 'running') OVER (PARTITION BY holder) AS running
      FROM opto.jobs WHERE state IN ('queued', 'running')
    )
    SELECT queue, holder FROM open
    WHERE ($1::text[] IS NULL OR task = ANY ($1) OR (task IS NULL AND $2))
      AND (cancel OR holder IS NULL OR max_running IS NULL
        OR max_running > running - (state = 'running')::integer)
      AND ${hasDelivery("open.queue", "open.message")}
    GROUP BY queue, holder ORDER BY min(seq) FILTER (WHERE state = 'queued')`,
  lockHolder: "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
  start:
    `UPDATE opto.jobs AS job SET state = 'running', attempts = greatest(least(attempts, ${maxStarts}), 0) + 1,
      fence = greatest(least(fence, ${maxStarts}), 0) + 1, started_at = coalesce(started_at, now()), error = NULL
    WHERE id = $1 AND message = $2 AND state IN ('queued', 'running') AND NOT cancel
      AND (max_running IS NULL OR max_running > (SELECT count(*) FROM opto.jobs
        WHERE state = 'running' AND holder = job.holder AND id <> $1))
    RETURNING ${jobColumns}`,
  mustWait: `SELECT 1 FROM opto.jobs
    WHERE id = $1 AND message = $2 AND state IN ('queued', 'running') AND NOT cancel`,
  endCancelled: `UPDATE opto.jobs SET state = 'cancelled', finished_at = now()
    WHERE id = $1 AND message = $2 AND state = 'running' AND cancel`,
  finish: `UPDATE opto.jobs SET state = $3, finished_at = now(), result = $4, error = $5
    WHERE id = $1 AND fence = $2 AND state = 'running' RETURNING queue, message`,
  held: `SELECT queue, message FROM opto.jobs
    WHERE id = $1 AND fence = $2 AND state = 'running' FOR UPDATE`,
  release: `UPDATE opto.jobs SET attempts = attempts - 1, message = $3,
      state = CASE WHEN cancel THEN 'cancelled' ELSE 'queued' END,
      finished_at = CASE WHEN cancel THEN now() END
    WHERE id = $1 AND fence = $2`,
  cancel: `UPDATE opto.jobs SET cancel = true, error = NULL,
      finished_at = CASE state WHEN 'queued' THEN now() END,
      state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END
    WHERE id = $1 AND state IN ('queued', 'running')`,
  count: "SELECT state, count(*) AS number FROM opto.jobs GROUP BY state",
  remove: "DELETE FROM opto.jobs WHERE id = $1 AND state IN ('done', 'failed', 'cancelled')",
  probe: `INSERT INTO opto.probe (id, bytes) VALUES (1, $1)
    ON CONFLICT (id) DO UPDATE SET bytes = EXCLUDED.bytes`,
  notify: `SELECT pg_notify('${channel}', $1)`,
};

/**
 * Opens the store over a database, which stays open when the store is disposed.
 *
 * @param onError receives errors that no caller waits for: of supervision and notifications
 */
export async function postgresJobStore(
  database: Database,
  onError: (error: unknown) => void = () => {},
): Promise<JobStore> {
  const deliveries = await openDeliveries(database, onError);
  const one = ([row]: readonly Row[]): Job | undefined => row && readJob(row);

  async function change<T>(action: string, make: () => Promise<T>): Promise<T> {
    try {
      return await make();
    } catch (cause) {
      if (cause instanceof SpentError || cause instanceof QueueFullError) throw cause;
      throw new StoreError(`Cannot ${action}`, cause);
    }
  }

  /** A change that others hear of when it is saved. */
  function told<T>(id: string, action: string, make: (session: Session) => Promise<T>): Promise<T> {
    return change(action, () =>
      database.transaction(async (session) => {
        const result = await make(session);
        await session.query(sql.notify, [id]);
        return result;
      }));
  }

  /** Starts the job of the next message of a queue, where its holder may have one more; drops messages of jobs that have ended. */
  async function startNext({ queue, holder }: Row): Promise<Claim | undefined> {
    const name = String(queue);
    await deliveries.prepare(name);
    try {
      while (true) {
        const next = await database.transaction(async (session) => {
          if (holder !== null) await session.query(sql.lockHolder, [holder]);
          const delivery = await deliveries.fetch(session, name);
          if (delivery === undefined) return undefined;
          const { job, message } = delivery;
          const [row] = await session.query(sql.start, [job, message]);
          if (row === undefined) {
            const [waiting] = await session.query(sql.mustWait, [job, message]);
            if (waiting !== undefined) throw new MustWait();
            await session.query(sql.endCancelled, [job, message]);
          }
          await session.query(sql.notify, [job]);
          return { message, claim: readClaim(row) };
        });
        if (next === undefined || next.claim !== undefined) return next?.claim;
        await deliveries.settle(name, next.message);
      }
    } catch (error) {
      if (error instanceof MustWait) return undefined;
      throw error;
    }
  }

  return {
    spending: postgresSpending(database),
    async add(job) {
      const { id, options, idempotencyKey: key = null, maxRunning = null, traceParent = null } =
        job;
      const isLimited = (job.maxQueued ?? job.maxOwnQueued) !== undefined;
      const { name, task, source, sourceHash, holder } = fieldsOf(job);
      const queue = queueOf({ task, holder });
      return await change("save a job", async () => {
        await deliveries.prepare(queue);
        const added = await database.transaction(async (session) => {
          if (isLimited) await session.query(sql.lockPlaces); // two that are added at once count each other
          const message = crypto.randomUUID();
          const granted = await grantedIn(session, job);
          if (granted === undefined) return undefined;
          const optionTexts = [JSON.stringify(granted), JSON.stringify(options)];
          const texts = [name, task, source, sourceHash, holder, ...optionTexts, key];
          const values = [id, ...texts, maxRunning, traceParent, queue, message];
          const saved = one(await session.query(sql.add, values));
          if (saved === undefined) return undefined;
          if (isLimited) {
            const [waiting] = await session.query(sql.places, [id, holder]);
            requirePlace({ all: Number(waiting?.total), own: Number(waiting?.own) }, job);
          }
          await deliveries.send(session, queue, { message, job: id });
          await session.query(sql.notify, [id]);
          return saved;
        });
        const known = added ?? one(await database.query(sql.withKey, [key, holder]));
        if (known === undefined) throw new Error("the job with its key has just been removed");
        return known;
      });
    },
    async asked(id) {
      const [row] = await database.query(sql.asked, [id]);
      return row && JSON.parse(String(row.options));
    },
    async get(id, holder) {
      return one(await database.query(sql.get, [id, holder ?? null]));
    },
    async source(id) {
      const [{ source = null } = {}] = await database.query(sql.source, [id]);
      return source === null ? undefined : JSON.parse(String(source));
    },
    async withKey(key, holder = null) {
      return one(await database.query(sql.withKey, [key, holder]));
    },
    async list({ limit = 50, before, holder } = {}) {
      const values = [before ?? null, limit, holder ?? null];
      return (await database.query(sql.list, values)).map(readJob);
    },
    claim(runnable) {
      const { tasks = null, sources = true } = runnable ?? {};
      return change("start a job", async () => {
        for (const waiting of await database.query(sql.waiting, [tasks, sources])) {
          const claim = await startNext(waiting);
          if (claim !== undefined) return claim;
        }
        return undefined;
      });
    },
    renew({ job, fence }) {
      return change("renew a claim", async () => {
        const [held] = await database.query(renewLease, [job.id, fence]);
        return { isHeld: held !== undefined, isCancelRequested: held?.cancel === true };
      });
    },
    async finish({ job, fence }, { state, result, error }) {
      const values = [job.id, fence, state, jsonOrNull(result), jsonOrNull(error)];
      const [ended] = await told(
        job.id,
        "save the end of a job",
        (session) => session.query(sql.finish, values),
      );
      if (ended === undefined) return false;
      await deliveries.settle(String(ended.queue), String(ended.message)).catch(onError);
      return true;
    },
    async release({ job, fence }) {
      const before = await told(job.id, "put a job back into the queue", async (session) => {
        const [held] = await session.query(sql.held, [job.id, fence]);
        if (held === undefined) return undefined;
        const message = crypto.randomUUID();
        await session.query(sql.release, [job.id, fence, message]);
        await deliveries.send(session, String(held.queue), { message, job: job.id }, "first");
        return held;
      });
      if (before === undefined) return;
      await deliveries.settle(String(before.queue), String(before.message)).catch(onError);
    },
    recover: () => change("continue the jobs of dead workers", () => deliveries.expire()),
    cancel: (id) =>
      told(id, "cancel a job", async (session) => {
        await session.query(sql.cancel, [id]);
        return one(await session.query(sql.get, [id, null]));
      }),
    async count() {
      const counts = { queued: 0, running: 0, done: 0, failed: 0, cancelled: 0 };
      for (const row of await database.query(sql.count)) {
        counts[row.state as JobState] = Number(row.number); // as: our own column
      }
      return counts;
    },
    remove: (id) => change("remove a job", async () => void await database.query(sql.remove, [id])),
    async probe() {
      const bytes = crypto.getRandomValues(new Uint8Array(probeBytes));
      await change("write to the store", () => database.query(sql.probe, [bytes]));
    },
    watch: (onChange) =>
      database.listen(channel, {
        onNotification: (id) => onChange(id),
        onGap: () => onChange(undefined),
      }),
    [Symbol.asyncDispose]: () => deliveries[Symbol.asyncDispose](),
  };
}

/**
 * The options of a new job within what its holder has left, which no other job of the holder can take until the transaction
 * ends; undefined where its idempotency key has a job.
 */
async function grantedIn(session: Session, job: NewJob): Promise<JobOptions | undefined> {
  const { options, holder = null, idempotencyKey: key, spending: limit } = job;
  if (limit === undefined) return options;
  await session.query(sql.lockHolder, [holder ?? ""]);
  const known = key === undefined ? [] : await session.query(sql.withKey, [key, holder]);
  if (known.length > 0) return undefined;
  return withBudgetOfRest(
    options,
    limit,
    await accountIn(session, holder, windowStart(limit, Date.now())),
  );
}

/** Takes the start of a job back whose holder has as many running as may. */
class MustWait extends Error {
  override readonly name = "MustWait";
}
