/**
 * Runs statements in a PostgreSQL database. Types only.
 *
 * @module
 */

/** A row by column; text unless the column's type says otherwise. */
export type Row = Readonly<Record<string, unknown>>;

/** Runs statements: each in a transaction of its own, or all in one. */
export interface Session {
  /** The rows that a statement gives; it names the values `$1`, `$2`, …. */
  query(statement: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}
