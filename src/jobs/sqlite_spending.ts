/**
 * Keeps what jobs have spent in the SQLite file of the jobs.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import {
  type Account,
  keptSince,
  mostListed,
  readAmounts,
  readSpending,
  reservedBy,
  type SpendingRecords,
} from "./spending.ts";

/** The records, which a transaction may read at once. */
export interface SqliteSpending {
  readonly records: SpendingRecords;
  /** As `account` of the records. */
  accountNow(holder: string | null, since: Date): Account;
}

/** Opens the records. @param change makes a change in a transaction @param now wall clock */
export function sqliteSpending(
  db: DatabaseSync,
  change: <T>(action: string, make: () => T) => Promise<T>,
  now: () => Date,
): SqliteSpending {
  const sql = {
    spent: db.prepare(
      `SELECT sum(calls) AS calls, sum(tokens) AS tokens, sum(usd) AS usd, sum(seconds) AS seconds,
         sum(evaluations) AS evaluations
       FROM spending WHERE holder = ? AND ended_at > ?`,
    ),
    reserving: db.prepare(
      `SELECT options FROM jobs WHERE coalesce(holder, '') = ?1
         AND (state IN ('queued', 'running') OR (finished_at > ?2
           AND NOT EXISTS (SELECT 1 FROM spending WHERE job = jobs.id)))`,
    ),
    list: db.prepare(
      `SELECT * FROM spending WHERE holder = ? AND ended_at > ? ORDER BY ended_at LIMIT ${mostListed}`,
    ),
    unbooked: db.prepare(
      `SELECT id FROM jobs WHERE coalesce(holder, '') = ?1 AND finished_at > ?2
         AND state IN ('done', 'failed', 'cancelled')
         AND NOT EXISTS (SELECT 1 FROM spending WHERE job = jobs.id)`,
    ),
    book: db.prepare(
      `INSERT INTO spending (job, holder, ended_at, calls, tokens, usd, seconds, evaluations)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ),
    forget: db.prepare("DELETE FROM spending WHERE ended_at <= ?"),
  };
  function accountNow(holder: string | null, since: Date): Account {
    const of = [holder ?? "", since.toISOString()] as const;
    return {
      spent: readAmounts(sql.spent.get(...of)),
      reserved: reservedBy(sql.reserving.all(...of).map(({ options }) => options)),
    };
  }
  const oldest = () => keptSince(now()).toISOString();
  return {
    accountNow,
    records: {
      account: (holder, since) => Promise.try(() => accountNow(holder, since)),
      list: (holder, since) =>
        Promise.try(() => sql.list.all(holder ?? "", since.toISOString()).map(readSpending)),
      unbooked: (holder) =>
        Promise.try(() => sql.unbooked.all(holder ?? "", oldest()).map(({ id }) => String(id))),
      book({ job, holder, endedAt, calls, tokens, usd, seconds, evaluations }) {
        const amounts = [calls, tokens, usd, seconds, evaluations];
        return change("book what a job has spent", () => {
          sql.book.run(job, holder ?? "", endedAt, ...amounts);
          sql.forget.run(oldest());
        });
      },
    },
  };
}
