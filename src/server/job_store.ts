/**
 * The job-store port: what must survive a restart. Types only.
 *
 * @module
 */
import type { Job, JobError, JobOptions, JobState } from "./job.ts";
import type { FinishedEvent } from "../trainer/event.ts";

/** A job that is asked for. */
export interface NewJob {
  readonly id: string;
  readonly task: string;
  readonly options: JobOptions;
}

/** How a job ended. */
export interface JobOutcome {
  readonly state: Extract<JobState, "done" | "failed" | "cancelled">;
  readonly result?: FinishedEvent;
  readonly error?: JobError;
}

/** A page of a list, newest first. */
export interface JobPage {
  /** @default 50 */
  readonly limit?: number;
  /** The id of the last job of the page before. */
  readonly before?: string;
}

/**
 * Keeps jobs. Implementations obey:
 * - What a method has promised is on the disk when its promise resolves.
 * - `claim` gives each queued job to one caller only, oldest first, and counts the attempt.
 * - A job in a final state never changes again.
 */
export interface JobStore extends AsyncDisposable {
  /** Adds a queued job. @throws {Error} when the id is taken */
  add(job: NewJob): Promise<Job>;
  get(id: string): Promise<Job | undefined>;
  list(page?: JobPage): Promise<readonly Job[]>;
  /** Makes the oldest queued job a running one. */
  claim(): Promise<Job | undefined>;
  /** Ends a running or queued job; a job that has ended stays as it is. */
  finish(id: string, outcome: JobOutcome): Promise<void>;
  /** Puts a running job back into the queue, at its old place; the attempt does not count. */
  release(id: string): Promise<void>;
  /** Once, when a server begins: jobs left running by one that died are queued again, or cancelled when asked to. */
  recover(): Promise<void>;
  /** Ends a queued job as cancelled; marks a running one. Gives the job as it is then. */
  cancel(id: string): Promise<Job | undefined>;
  count(): Promise<Readonly<Record<JobState, number>>>;
}
