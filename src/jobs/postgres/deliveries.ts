/**
 * Delivers jobs to workers with pg-boss: each to one at a time, again when its worker is silent, later each time.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { PgBoss } from "pg-boss";
import type { Job } from "../job.ts";
import type { Database } from "../../database/database.ts";
import { locks } from "../../database/locks.ts";
import type { Session } from "../../database/session.ts";

/** A message about a job, in the hands of one worker until it is silent for the time of a lease. */
export interface Delivery {
  /** UUID of the message. */
  readonly message: string;
  /** Id of the job. */
  readonly job: string;
}

/** Queues of messages. What is given a session takes part in its transaction. */
export interface Deliveries extends AsyncDisposable {
  /** Makes a queue unless there is one; to be called before the first use of the queue, outside of transactions. */
  prepare(queue: string): Promise<void>;
  /** Sends a message to a prepared queue. @param place the end of the queue unless given */
  send(session: Session, queue: string, delivery: Delivery, place?: "first"): Promise<void>;
  /** The oldest message that nobody has; undefined when there is none. */
  fetch(session: Session, queue: string): Promise<Delivery | undefined>;
  /** Ends a message. */
  settle(queue: string, message: string): Promise<void>;
  /** Takes messages away from workers that were silent for longer than a lease. */
  expire(): Promise<void>;
}

/** Schema of pg-boss's tables. */
export const bossSchema = "opto_queue";

/** Time after which a silent worker loses a job. It survives the restart of a database. */
const leaseSeconds = 30;

/** Interval in which silent workers are looked for. */
const superviseSeconds = 10;

const daySeconds = 86_400;

/** Id of no message. */
const nobody = "00000000-0000-0000-0000-000000000000";

const queueOptions = {
  heartbeatSeconds: leaseSeconds,
  expireInSeconds: daySeconds, // the most; `renewLease` moves it
  retryLimit: 10_000, // the queue of jobs counts the attempts and parks a job
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  retentionSeconds: 3650 * daySeconds,
  deleteAfterSeconds: 60,
};

/**
 * A statement that renews a lease: it gives a row while job `$1` is running under fence `$2`.
 *
 * pg-boss's own `touch` does not reach a message whose lease is over. Its worker may come back before another takes the
 * job, as all do when the database was away; and no message may be held for longer than a day.
 */
export const renewLease = `
  WITH held AS (
    SELECT queue, message, cancel FROM opto.jobs WHERE id = $1 AND fence = $2 AND state = 'running'
  ), renewed AS (
    UPDATE ${bossSchema}.job SET state = 'active', heartbeat_on = now(), started_on = now()
    FROM held WHERE job.name = held.queue AND job.id = held.message AND job.state IN ('active', 'retry')
  )
  SELECT cancel FROM held`;

/** A condition: whether a message waits that may be fetched now. @param queue and @param message are expressions */
export function hasDelivery(queue: string, message: string): string {
  return `EXISTS (SELECT FROM ${bossSchema}.job AS delivery WHERE delivery.name = ${queue}
    AND delivery.id = ${message} AND delivery.state < 'active' AND delivery.start_after <= now())`;
}

/** Queue of the jobs of a task and a holder, so that those of another can be passed over. */
export function queueOf({ task, holder }: Pick<Job, "task" | "holder">): string {
  return createHash("sha256").update(JSON.stringify([task, holder])).digest("hex").slice(0, 40);
}

/** Opens the queues. @param onError receives errors of the supervision, which goes on */
export async function openDeliveries(
  database: Database,
  onError: (error: unknown) => void,
): Promise<Deliveries> {
  const boss = new PgBoss({
    db: connectionOf(database),
    schema: bossSchema,
    schedule: false,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    monitorVacuum: false,
    maintenanceIntervalSeconds: 3600,
  });
  boss.on("error", onError);
  await database.transaction(async (session) => { // pg-boss makes its schema before it takes a lock
    await session.query("SELECT pg_advisory_xact_lock($1)", [locks.queues]);
    await boss.start();
  });
  const prepared = new Map<string, Promise<void>>();
  async function makeQueue(queue: string): Promise<void> {
    await boss.createQueue(queue, queueOptions);
    await boss.touch(queue, nobody); // pg-boss reads the queue once, here and not amid a transaction
  }
  return {
    prepare(queue) {
      const known = prepared.get(queue);
      if (known !== undefined) return known;
      const made = makeQueue(queue);
      prepared.set(queue, made);
      made.catch(() => prepared.delete(queue));
      return made;
    },
    async send(session, queue, { message: id, job }, place) {
      const priority = place === "first" ? 1 : 0;
      await boss.send(queue, { job }, { id, db: connectionOf(session), priority });
    },
    async fetch(session, queue) {
      const [message] = await boss.fetch<{ job?: unknown } | null>(queue, {
        db: connectionOf(session),
      });
      return message && { message: message.id, job: String(message.data?.job) };
    },
    async settle(queue, message) {
      await boss.complete(queue, message, null, { includeQueued: true });
    },
    expire: () => boss.supervise(),
    [Symbol.asyncDispose]: () => boss.stop({ graceful: false, close: false }),
  };
}

/** The connection of a session, as pg-boss uses it. */
function connectionOf(session: Session) {
  return {
    async executeSql(statement: string, values?: unknown[]) {
      return { rows: [...await session.query(statement, values)] };
    },
  };
}
