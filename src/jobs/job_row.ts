/**
 * Reads jobs from the rows of a store.
 *
 * @module
 */
import { isRecord } from "../record.ts";
import type { Job, JobError, JobState } from "./job.ts";
import type { Claim } from "./job_store.ts";

const states: ReadonlySet<unknown> = new Set<JobState>([
  ...["queued", "running", "done", "failed", "cancelled"] as const,
]);

type Columns = Readonly<Record<string, unknown>>;

/** Most characters of the options of a job, and of its result. */
const most = { options: 1_000_000, result: 64_000_000, error: 1_000_000 } as const;

/** Deepest nesting of what a column holds. */
const maxDepth = 200;

/**
 * The claim in the row of a job that was started; undefined without a row.
 *
 * @throws {TypeError} when a column holds what no job has
 */
export function readClaim(row: unknown): Claim | undefined {
  if (row === undefined) return undefined;
  const { job, faults } = readRow(row);
  if (faults.length > 0) throw new TypeError(unreadable(faults).message);
  return { job, fence: numberOf(row as Columns, "fence") }; // as: readRow has checked it
}

/** The job in a row; one with columns that no job has has an error that names them. @throws {TypeError} when it is no row */
export function readJob(row: unknown): Job {
  const { job, faults } = readRow(row);
  return faults.length === 0 ? job : { ...job, error: unreadable(faults) };
}

/** The error of a job whose row was written by another program. @param faults names of columns */
function unreadable(faults: readonly string[]): JobError {
  return {
    code: "unreadable",
    message: `Cannot read a job: these columns hold what no job has: ${faults.join(", ")}`,
    advice: "Delete the job; let nothing but Opto write to its database.",
  };
}

/** The job, and the names of columns that cannot be read. */
function readRow(row: unknown): { readonly job: Job; readonly faults: readonly string[] } {
  if (typeof row !== "object" || row === null) throw new TypeError("Cannot read a job: no row");
  const columns = row as Columns; // as: any property of an object may be read
  const faults: string[] = [];
  const parsed = <T>(name: keyof typeof most): T | null => {
    const text = columns[name];
    if (text === null) return null;
    const value = recordIn(String(text), most[name]);
    if (value === undefined) faults.push(name);
    return (value ?? null) as T | null; // as: our own column, of which the shape is checked
  };
  if (!states.has(columns.state)) faults.push("state");
  const options = parsed<Job["options"]>("options") ?? {};
  const result = parsed<NonNullable<Job["result"]>>("result");
  const error = parsed<JobError>("error");
  return {
    faults,
    job: {
      id: String(columns.id),
      name: String(columns.name ?? columns.task), // none before version 3 of the file's schema
      task: textOrNull(columns, "task") || null,
      sourceHash: textOrNull(columns, "source_hash"),
      holder: textOrNull(columns, "holder"),
      options,
      state: faults.includes("state") ? "failed" : columns.state as JobState, // as: among the states
      attempts: numberOf(columns, "attempts"),
      isCancelRequested: Boolean(columns.cancel),
      createdAt: timeOrNull(columns, "created_at") ?? "",
      startedAt: timeOrNull(columns, "started_at"),
      finishedAt: timeOrNull(columns, "finished_at"),
      result,
      error,
    },
  };
}

/** The record that a text holds; undefined when it holds none, or one that is too large or too deep. */
function recordIn(text: string, maxChars: number): Readonly<Record<string, unknown>> | undefined {
  if (text.length > maxChars) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && !isDeeper(value, maxDepth) ? value : undefined;
  } catch {
    return undefined; // no JSON
  }
}

/** Whether a value of JSON is nested deeper than a number of levels. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
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
