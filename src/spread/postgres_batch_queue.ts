/**
 * Batches in a PostgreSQL database, for runs and workers on any number of machines.
 *
 * The tables are not logged: a crash of the database empties them, and runs send again what they miss.
 *
 * @module
 */
import type { Database } from "../database/database.ts";
import type { Row } from "../database/session.ts";
import type {
  BatchClaim,
  BatchNews,
  BatchQueue,
  BatchState,
  BatchWorker,
  CarriedOut,
  ClaimId,
  FinishedBatch,
  KnownRun,
  NewBatch,
  NextBatch,
  OfferedRun,
  Survey,
  SurveyOptions,
} from "./batch_queue.ts";
import { silentMs, staleMs } from "./batch_times.ts";

/** States of a batch; one of another state counts as lost. */
const states: ReadonlySet<unknown> = new Set<BatchState>(["queued", "running", "done", "parked"]);

/** Most characters of a plan that is read. */
const maxPlanChars = 16_000_000;

/** What the table holds as the task of a run that brings its source; no task has this name. */
const noTask = "";

/** Most bytes of requests or results that are read; no run and no worker writes as many. */
const maxReadBytes = 32_000_000;

/** SQL for a text as it is, or an empty one, which no reader takes, where another program has written a huge one. */
const bounded = (column: string) =>
  `CASE WHEN octet_length(${column}) <= ${maxReadBytes} THEN ${column} ELSE '' END`;

const sql = {
  survey: `
    WITH known AS (
      UPDATE opto.evaluation_runs SET seen_at = now() WHERE id = $1 RETURNING refusal
    ), live AS (
      SELECT id, slots FROM opto.evaluation_workers
      WHERE identity = $2 AND seen_at >= now() - $3 * interval '1 millisecond'
    ), lost AS (
      UPDATE opto.evaluation_batches SET
        state = CASE WHEN attempts >= $4 THEN 'parked' ELSE 'queued' END,
        ready_at = now() + 250 * 2 ^ least(attempts, 6) * interval '1 millisecond'
      WHERE run = $1 AND state = 'running' AND NOT EXISTS (SELECT FROM live WHERE live.id = worker)
      RETURNING number, state, attempts
    ), batches AS (
      SELECT number, state, attempts FROM opto.evaluation_batches
      WHERE run = $1 AND number NOT IN (SELECT number FROM lost)
      UNION ALL SELECT number, state, attempts FROM lost
    )
    SELECT refusal, (SELECT count(*) FROM live) AS workers,
      (SELECT coalesce(sum(slots), 0) FROM live) AS slots,
      (SELECT json_agg(json_build_array(number, state, attempts)) FROM batches) AS batches
    FROM known`,
  offer: `
    WITH offered AS (
      INSERT INTO opto.evaluation_runs (id, task, identity, plan) VALUES ($1, $2, $3, $4)
      ON CONFLICT (id) DO NOTHING
    )
    SELECT pg_notify('opto_evaluations', '')`,
  collect: `
    WITH removed AS (
      DELETE FROM opto.evaluation_batches WHERE run = $1 AND number = ANY ($2)
    )
    SELECT number, ${bounded("result")} AS result FROM opto.evaluation_batches
    WHERE run = $1 AND state = 'done' AND number <> ALL ($2) ORDER BY number`,
  remove: `
    WITH stale AS (
      DELETE FROM opto.evaluation_runs
      WHERE id = $1 OR seen_at < now() - $2 * interval '1 millisecond' RETURNING id
    ), gone AS (
      DELETE FROM opto.evaluation_workers WHERE seen_at < now() - $2 * interval '1 millisecond'
    )
    DELETE FROM opto.evaluation_batches
    WHERE run IN (SELECT id FROM stale) OR run NOT IN (SELECT id FROM opto.evaluation_runs)`,
  runs: `
    SELECT id, task, identity FROM opto.evaluation_runs
    WHERE seen_at >= now() - $1 * interval '1 millisecond' ORDER BY seen_at DESC LIMIT 1000`,
  plan: `
    SELECT plan FROM opto.evaluation_runs WHERE id = $1 AND length(plan) <= ${maxPlanChars}`,
  refuse: "UPDATE opto.evaluation_runs SET refusal = $2 WHERE id = $1",
  join: `
    INSERT INTO opto.evaluation_workers (id, identity, slots) VALUES ($1, $2, $3)
    ON CONFLICT (id) DO UPDATE SET seen_at = now()`,
  beat: "UPDATE opto.evaluation_workers SET seen_at = now() WHERE id = $1",
  leave: `
    WITH left_worker AS (DELETE FROM opto.evaluation_workers WHERE id = $1), returned AS (
      UPDATE opto.evaluation_batches SET state = 'queued', attempts = attempts - 1
      WHERE worker = $1 AND state = 'running' RETURNING identity
    )
    SELECT pg_notify('opto_batches_' || left(identity, 40), '') FROM returned`,
  claims: `
    SELECT run, number, attempts FROM opto.evaluation_batches
    WHERE worker = $1 AND state = 'running'`,
  giveBack: `
    WITH returned AS (
      UPDATE opto.evaluation_batches AS batch SET state = 'queued', ready_at = now()
      FROM unnest($2::uuid[], $3::integer[], $4::integer[]) AS claim (run, number, fence)
      WHERE batch.run = claim.run AND batch.number = claim.number AND attempts = claim.fence
        AND worker = $1 AND state = 'running' RETURNING identity
    )
    SELECT pg_notify('opto_batches_' || left(identity, 40), '') FROM returned`,
  next: `
    WITH kept AS (
      UPDATE opto.evaluation_batches SET state = 'done', result = $6
      WHERE run = $3 AND number = $4 AND attempts = $5 AND worker = $1 AND state = 'running'
      RETURNING run
    ), known AS (
      SELECT FROM opto.evaluation_workers WHERE id = $1
    ), chosen AS (
      SELECT run, number FROM opto.evaluation_batches
      WHERE identity = $2 AND state = 'queued' AND EXISTS (SELECT FROM known)
        AND (ready_at <= now() OR ready_at > now() + ${staleMs} * interval '1 millisecond')
      ORDER BY seq LIMIT 1 FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE opto.evaluation_batches AS batch SET
        state = 'running', worker = $1, attempts = least(batch.attempts, 1000000) + 1
      FROM chosen WHERE batch.run = chosen.run AND batch.number = chosen.number
      RETURNING batch.run, batch.number, batch.attempts, ${bounded("batch.content")} AS content
    )
    SELECT EXISTS (SELECT FROM known) AS is_known, claimed.*,
      (SELECT count(pg_notify('opto_results_' || run, '')) FROM kept) AS kept
    FROM (SELECT) AS always LEFT JOIN claimed ON true`,
};

/** Makes a queue of an open database. @param database closed with the queue */
export function postgresBatchQueue(database: Database): BatchQueue {
  return new PostgresBatchQueue(database);
}

class PostgresBatchQueue implements BatchQueue {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async survey(run: OfferedRun, { leaseMs, maxAttempts }: SurveyOptions): Promise<Survey> {
    const { id, task, identity, plan } = run;
    const look = () => this.#database.query(sql.survey, [id, identity, leaseMs, maxAttempts]);
    let [row] = await look();
    if (row === undefined) {
      await this.#database.query(sql.offer, [id, task ?? noTask, identity, plan]);
      [row = {}] = await look();
    }
    const { refusal, batches } = row;
    return {
      slots: Number(row.slots),
      workers: Number(row.workers),
      ...(typeof refusal === "string" ? { refusal: refusal.slice(0, 1_000) } : {}),
      batches: new Map(
        ((batches ?? []) as [number, BatchState, number][]) // as: the statement makes them
          .filter(([, state]) => states.has(state))
          .map(([number, state, attempts]) => [number, { state, attempts }]),
      ),
    };
  }

  async send({ id, identity }: OfferedRun, batches: readonly NewBatch[]): Promise<void> {
    if (batches.length === 0) return;
    const rows = batches.map((_, place) =>
      `($1, $2, $${2 * place + 3}::integer, $${2 * place + 4})`
    );
    await this.#database.query(
      `WITH sent AS (
        INSERT INTO opto.evaluation_batches (run, identity, number, content) VALUES ${rows.join()}
      ) SELECT pg_notify('opto_batches_' || left($2, 40), '')`,
      [id, identity, ...batches.flatMap(({ number, content }) => [number, content])],
    );
  }

  async collect(run: string, settled: readonly number[]): Promise<readonly FinishedBatch[]> {
    const rows = await this.#database.query(sql.collect, [run, settled]);
    return rows.map(({ number, result }) => ({ number: Number(number), result: String(result) }));
  }

  async remove(run: string): Promise<void> {
    await this.#database.query(sql.remove, [run, staleMs]);
  }

  async runs(): Promise<readonly KnownRun[]> {
    const rows = await this.#database.query(sql.runs, [silentMs]);
    return rows.map(({ id, task, identity }) => ({
      id: String(id),
      task: task === noTask ? null : String(task),
      identity: String(identity),
    }));
  }

  async plan(run: string): Promise<string | undefined> {
    const [row] = await this.#database.query(sql.plan, [run]);
    return row && String(row.plan);
  }

  async refuse(run: string, reason: string): Promise<void> {
    await this.#database.query(sql.refuse, [run, reason.slice(0, 1_000)]);
  }

  async join({ id, identity, slots }: BatchWorker): Promise<void> {
    await this.#database.query(sql.join, [id, identity, slots]);
  }

  async beat(worker: string): Promise<void> {
    await this.#database.query(sql.beat, [worker]);
  }

  async leave(worker: string): Promise<void> {
    await this.#database.query(sql.leave, [worker]);
  }

  async claims(worker: string): Promise<readonly ClaimId[]> {
    const rows = await this.#database.query(sql.claims, [worker]);
    return rows.map(({ run, number, attempts }) => ({
      run: String(run),
      number: Number(number),
      fence: Number(attempts),
    }));
  }

  async giveBack(worker: string, claims: readonly ClaimId[]): Promise<void> {
    const runs = claims.map(({ run }) => run);
    const numbers = claims.map(({ number }) => number);
    const fences = claims.map(({ fence }) => fence);
    await this.#database.query(sql.giveBack, [worker, runs, numbers, fences]);
  }

  async next({ id, identity }: BatchWorker, carriedOut?: CarriedOut): Promise<NextBatch> {
    const { run = null, number = null, fence = null } = carriedOut?.claim ?? {};
    const values = [id, identity, run, number, fence, carriedOut?.result ?? null];
    const [row = {}] = await this.#database.query(sql.next, values);
    return {
      isKept: Number(row.kept) > 0,
      isKnown: row.is_known === true,
      claim: claimIn(row),
    };
  }

  listen(news: BatchNews, onNews: () => void): Disposable {
    return this.#database.listen(channelOf(news), { onNotification: onNews, onGap: onNews });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#database[Symbol.asyncDispose]();
  }
}

function claimIn({ run, number, attempts, content }: Row): BatchClaim | undefined {
  if (typeof run !== "string" || typeof content !== "string") return undefined;
  return { run, number: Number(number), fence: Number(attempts), content };
}

/** Name of a channel, at most 63 characters. */
function channelOf(news: BatchNews): string {
  switch (news.kind) {
    case "results":
      return `opto_results_${news.run}`;
    case "batches":
      return `opto_batches_${news.identity.slice(0, 40)}`;
    case "runs":
      return "opto_evaluations";
    default:
      return news satisfies never;
  }
}
