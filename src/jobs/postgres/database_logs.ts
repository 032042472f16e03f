/**
 * Event logs in a PostgreSQL database, written by the worker that holds the claim of the job.
 *
 * @module
 */
import { maxNotes, type Note, noteIn, notesFull } from "../../trainer/note.ts";
import type { Claim } from "../job_store.ts";
import type { LogSource } from "../log_source.ts";
import { StoreError } from "../store_error.ts";
import type { Database } from "../../database/database.ts";

/** The event logs of jobs that run on other machines. */
export interface DatabaseLogs extends LogSource {
  /**
   * Adds lines to the log of a claimed job; lines that it has already stay as they are.
   *
   * @param first number of the first line, from 1
   * @returns the number of lines that it had before, where fewer than `first - 1` (a database may lose its last seconds)
   * mean that nothing was added; undefined when the claim was lost
   * @throws {StoreError} when they are not saved
   */
  append(claim: Claim, first: number, lines: readonly string[]): Promise<number | undefined>;
  /** The feedback of persons on a job, in the order it came. */
  notes(id: string): Promise<readonly Note[]>;
  /** Calls a function, until disposed, with the id of each job that has new lines; undefined: any may have. */
  watch(onNews: (id: string | undefined) => void): Disposable;
}

/** Channel of the ids of jobs that have new lines. */
const channel = "opto_events";

/** Most lines that are read at once, and the characters after which no further one is. */
const most = { lines: 500, characters: 65_536 };

const sql = {
  lockJob: "SELECT id FROM opto.jobs WHERE id = $1 FOR NO KEY UPDATE",
  addNote: `INSERT INTO opto.notes (job, number, note)
    SELECT $1, coalesce(max(number), 0) + 1, $2 FROM opto.notes WHERE job = $1
    HAVING coalesce(max(number), 0) < ${maxNotes} RETURNING number`,
  notes: "SELECT note FROM opto.notes WHERE job = $1 ORDER BY number",
  next: `SELECT number, line FROM (
      SELECT number, line, sum(length(line)) OVER (ORDER BY number) - length(line) AS before
      FROM (SELECT number, line FROM opto.events WHERE job = $1 AND number > $2::bigint
        ORDER BY number LIMIT ${most.lines}) AS lines
    ) AS lines WHERE before < ${most.characters} ORDER BY number`,
  // As they are stored: long values are compressed. The row has a head beside its values.
  size: `SELECT coalesce(sum(24 + pg_column_size(events)), 0)
      + (SELECT coalesce(max(pg_column_size(jobs)), 0) FROM opto.jobs WHERE id = $1) AS bytes
    FROM opto.events WHERE job = $1`,
  append: `WITH held AS (
      SELECT id FROM opto.jobs WHERE id = $1 AND fence = $2 AND state = 'running' FOR SHARE
    ), known AS (
      SELECT coalesce(max(number), 0) AS lines FROM opto.events WHERE job = $1
    ), added AS (
      INSERT INTO opto.events (job, number, line)
      SELECT held.id, given.number, given.line
      FROM held, known, unnest($3::integer[], $4::text[]) AS given (number, line)
      WHERE given.number > known.lines AND $5 <= known.lines + 1
    )
    SELECT known.lines, pg_notify('${channel}', id) FROM held, known`,
};

/** The event logs in a database. */
export function databaseLogs(database: Database): DatabaseLogs {
  return {
    pollMs: 5000,
    async next(id, { number, offset }, after) {
      const from = Math.max(number, after);
      const rows = await database.query(sql.next, [id, from]);
      const isWhole = rows.every((row, i) => row.number === from + i + 1);
      if (!isWhole) throw new TypeError(`The log of job ${id} lacks lines after ${from}`);
      const lines = rows.map(({ line }) => String(line));
      return { lines, number: lines.length === 0 ? number : from + lines.length, offset };
    },
    async append({ job, fence }, first, lines) {
      const numbers = lines.map((_, i) => first + i);
      try {
        const values = [job.id, fence, numbers, lines, first];
        const [row] = await database.query(sql.append, values);
        return row && Number(row.lines);
      } catch (cause) {
        throw new StoreError("Cannot save the events of a job", cause);
      }
    },
    async addNote(id, note) {
      const add = database.transaction(async (session) => {
        await session.query(sql.lockJob, [id]); // one note after another: each takes the next number
        return await session.query(sql.addNote, [id, JSON.stringify(note)]);
      });
      const rows = await add.catch((cause) => {
        throw new StoreError("Cannot save feedback", cause);
      });
      if (rows.length === 0) throw notesFull();
    },
    async notes(id) {
      const rows = await database.query(sql.notes, [id]);
      return rows.flatMap(({ note }) => noteIn(String(note)) ?? []);
    },
    async sizeOf(id) {
      const [row] = await database.query(sql.size, [id]);
      return Number(row?.bytes ?? 0);
    },
    watch: (onNews) =>
      database.listen(channel, {
        onNotification: (id) => onNews(id),
        onGap: () => onNews(undefined),
      }),
    probe: () => Promise.resolve(), // the store of jobs, in the same database, is probed
  };
}
