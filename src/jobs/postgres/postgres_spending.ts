/**
 * Keeps what jobs have spent in the database of the jobs.
 *
 * @module
 */
import type { Session } from "../../database/session.ts";
import {
  type Account,
  keptSince,
  mostListed,
  readAmounts,
  readSpending,
  reservedBy,
  type SpendingRecords,
} from "../spending.ts";
import { StoreError } from "../store_error.ts";

const sql = {
  spent: `SELECT sum(calls) AS calls, sum(tokens) AS tokens, sum(usd) AS usd,
      sum(seconds) AS seconds, sum(evaluations) AS evaluations
    FROM opto.spending WHERE holder = $1 AND ended_at > $2`,
  reserving: `SELECT options FROM opto.jobs WHERE coalesce(holder, '') = $1
    AND (state IN ('queued', 'running') OR (finished_at > $2
      AND NOT EXISTS (SELECT 1 FROM opto.spending WHERE job = jobs.id)))`,
  list: `SELECT * FROM opto.spending WHERE holder = $1 AND ended_at > $2
    ORDER BY ended_at LIMIT ${mostListed}`,
  unbooked: `SELECT id FROM opto.jobs WHERE coalesce(holder, '') = $1 AND finished_at > $2
    AND state IN ('done', 'failed', 'cancelled')
    AND NOT EXISTS (SELECT 1 FROM opto.spending WHERE job = jobs.id)`,
  book: `INSERT INTO opto.spending
      (job, holder, ended_at, calls, tokens, usd, seconds, evaluations)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
  forget: "DELETE FROM opto.spending WHERE ended_at <= $1",
};

/** What counts against the limit of a holder, in a transaction. */
export async function accountIn(
  session: Session,
  holder: string | null,
  since: Date,
): Promise<Account> {
  const of = [holder ?? "", since];
  const reserving = await session.query(sql.reserving, of); // first: a job that is booked meanwhile counts twice, not never
  const [spent] = await session.query(sql.spent, of);
  return {
    spent: readAmounts(spent),
    reserved: reservedBy(reserving.map(({ options }) => options)),
  };
}

/** The records. */
export function postgresSpending(database: Session): SpendingRecords {
  return {
    account: (holder, since) => accountIn(database, holder, since),
    async list(holder, since) {
      return (await database.query(sql.list, [holder ?? "", since])).map(readSpending);
    },
    async unbooked(holder) {
      const rows = await database.query(sql.unbooked, [holder ?? "", keptSince(new Date())]);
      return rows.map(({ id }) => String(id));
    },
    async book({ job, holder, endedAt, calls, tokens, usd, seconds, evaluations }) {
      const amounts = [calls, tokens, usd, seconds, evaluations];
      try {
        await database.query(sql.book, [job, holder ?? "", endedAt, ...amounts]);
        await database.query(sql.forget, [keptSince(new Date())]);
      } catch (cause) {
        throw new StoreError("Cannot book what a job has spent", cause);
      }
    },
  };
}
