/**
 * Jobs in the rows of a store.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import { isRecord } from "../record.ts";
import type { FinishedEvent } from "../trainer/event.ts";
import type { Job, JobError, JobOptions, JobState } from "./job.ts";
import type { Claim } from "./job_store.ts";

const states: ReadonlySet<unknown> = new Set<JobState>([
  ...["queued", "running", "done", "failed", "cancelled"] as const,
]);

/** Most characters of the options of a job, its result and its error. */
const most = { options: 1_000_000, result: 64_000_000, error: 1_000_000 } as const;

/** Deepest nesting of what a column holds. */
const maxDepth = 200;

/** Most starts of a job that are counted, so that the number of a damaged row does not grow beyond what its column takes. */
export const maxStarts = 2_000_000_000;

/** Code of the error of a job whose row cannot be read. */
const damagedCode = "damaged";

/** The claim in the row of a job that was started; undefined without a row. @throws {TypeError} as `readJob` */
export function readClaim(row: unknown): Claim | undefined {
  if (row === undefined) return undefined;
  const job = readJob(row);
  return { job, fence: countIn(row as Columns, "fence") }; // as: readJob has checked it
}

/** The columns that are read; all but the source, which may be large. */
export const jobColumns = "id, name, task, source_hash, holder, options, state, attempts, fence, " +
  "cancel, created_at, started_at, finished_at, result, error, trace_parent";

/** A value as a column of JSON; null for none. */
export function jsonOrNull(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** Why a job cannot be run, where its row is damaged. */
export function damageOf({ error }: Job): JobError | undefined {
  return error?.code === damagedCode ? error : undefined;
}

type Columns = Readonly<Record<string, unknown>>;

/**
 * The job in a row. One whose row is damaged is shown as failed, so that it keeps no other from being shown or run.
 *
 * @throws {TypeError} when the row is none of a job
 */
export function readJob(row: unknown): Job {
  if (!isRecord(row)) throw new TypeError("Cannot read a job: no row");
  const columns = row as Columns; // as: any property of an object may be read
  const damages: string[] = [];
  const recordOr = <T>(name: keyof typeof most, instead: T) => {
    if (columns[name] === null) return instead;
    const record = recordIn(String(columns[name]), most[name]);
    if (record === undefined) damages.push(`its ${name} is no JSON object`);
    return (record ?? instead) as T; // as: this program has written it
  };
  const { state } = columns;
  if (!states.has(state)) damages.push(`its state is "${shortText(String(state), 20)}"`);
  const job: Job = {
    id: String(columns.id),
    name: String(columns.name ?? columns.task), // none before version 3 of the file's schema
    task: textOrNull(columns, "task") || null,
    sourceHash: textOrNull(columns, "source_hash"),
    holder: textOrNull(columns, "holder"),
    traceParent: textOrNull(columns, "trace_parent"),
    options: recordOr<JobOptions>("options", {}),
    state: state as JobState, // as: among the states, or replaced below
    attempts: countIn(columns, "attempts"),
    isCancelRequested: Boolean(columns.cancel),
    createdAt: timeOrNull(columns, "created_at") ?? "",
    startedAt: timeOrNull(columns, "started_at"),
    finishedAt: timeOrNull(columns, "finished_at"),
    result: recordOr<FinishedEvent | null>("result", null),
    error: recordOr<JobError | null>("error", null),
  };
  if (damages.length === 0) return job;
  const message = `The store of jobs is damaged: ${damages.join(", and ")}`;
  return { ...job, state: "failed", error: { code: damagedCode, message } };
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

/** A count; the nearest one for a number that is none. */
function countIn(columns: Columns, name: string): number {
  return Math.min(Math.max(Number(columns[name]), 0), Number.MAX_SAFE_INTEGER);
}
