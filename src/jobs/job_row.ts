/**
 * Jobs in the rows of a store.
 *
 * @module
 */
import type { Job, JobState } from "./job.ts";
import type { Claim } from "./job_store.ts";

const states: ReadonlySet<unknown> = new Set<JobState>([
  ...["queued", "running", "done", "failed", "cancelled"] as const,
]);

/** The claim in the row of a job that was started; undefined without a row. @throws {TypeError} as `readJob` */
export function readClaim(row: unknown): Claim | undefined {
  if (row === undefined) return undefined;
  return { job: readJob(row), fence: numberOf(row as Columns, "fence") }; // as: readJob has checked it
}

/** The columns that are read; all but the source, which may be large. */
export const jobColumns = "id, name, task, source_hash, holder, options, state, attempts, fence, " +
  "cancel, created_at, started_at, finished_at, result, error, trace_parent";

/** A value as a column of JSON; null for none. */
export function jsonOrNull(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

type Columns = Readonly<Record<string, unknown>>;

/** The job in a row. @throws {TypeError} when the row is none of a job */
export function readJob(row: unknown): Job {
  if (typeof row !== "object" || row === null) throw new TypeError("Cannot read a job: no row");
  const columns = row as Columns; // as: any property of an object may be read
  const parsed = (name: string) =>
    columns[name] === null ? null : JSON.parse(String(columns[name]));
  const { state } = columns;
  if (!states.has(state)) throw new TypeError(`Cannot read a job: its state is "${state}"`);
  return {
    id: String(columns.id),
    name: String(columns.name ?? columns.task), // none before version 3 of the file's schema
    task: textOrNull(columns, "task") || null,
    sourceHash: textOrNull(columns, "source_hash"),
    holder: textOrNull(columns, "holder"),
    traceParent: textOrNull(columns, "trace_parent"),
    options: parsed("options"),
    state: state as JobState, // as: among the states
    attempts: numberOf(columns, "attempts"),
    isCancelRequested: Boolean(columns.cancel),
    createdAt: timeOrNull(columns, "created_at") ?? "",
    startedAt: timeOrNull(columns, "started_at"),
    finishedAt: timeOrNull(columns, "finished_at"),
    result: parsed("result"),
    error: parsed("error"),
  };
}

function textOrNull(columns: Columns, name: string): string | null {
  return columns[name] === null ? null : String(columns[name]);
}

function timeOrNull(columns: Columns, name: string): string | null {
  const time = columns[name];
  return time instanceof Date ? time.toISOString() : textOrNull(columns, name);
}

function numberOf(columns: Columns, name: string): number {
  const number = Number(columns[name]);
  if (Number.isSafeInteger(number)) return number;
  throw new TypeError(`Cannot read a job: its ${name} is ${columns[name]}`);
}
