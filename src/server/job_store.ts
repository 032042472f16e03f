/**
 * The job-store port: what must survive a restart. Types only.
 *
 * @module
 */
import type { Job, JobError, JobOptions, JobState } from "./job.ts";
import type { FinishedEvent } from "../trainer/event.ts";

/** A new job. */
export interface NewJob {
  readonly id: string;
  readonly task: string;
  readonly options: JobOptions;
  /** Key of the request, chosen by the client; a request that comes again has the same one. */
  readonly idempotencyKey?: string | undefined;
}

/** Final state of a job. */
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
 * - A change is on disk when the promise of its method resolves; a change that is not rejects with a `StoreError`.
 * - `claim` returns each queued job to one caller only, oldest first, and counts the attempt.
 * - A job in a final state never changes.
 */
export interface JobStore extends AsyncDisposable {
  /** Adds a queued job; does nothing but return the older job when one has its idempotency key. @throws {Error} when the id is taken */
  add(job: NewJob): Promise<Job>;
  get(id: string): Promise<Job | undefined>;
  /** The job with an idempotency key. */
  withKey(idempotencyKey: string): Promise<Job | undefined>;
  list(page?: JobPage): Promise<readonly Job[]>;
  /** Sets the oldest queued job to running and returns it; undefined when none is queued. */
  claim(): Promise<Job | undefined>;
  /** Ends a running or queued job; does nothing for a job that has ended. */
  finish(id: string, outcome: JobOutcome): Promise<void>;
  /** Returns a running job to its old place in the queue, without counting the attempt. */
  release(id: string): Promise<void>;
  /** To be called once when a server starts: queues jobs again that a dead server left running, or ends them where a cancel was requested. */
  recover(): Promise<void>;
  /** Ends a queued job as cancelled, marks a running one, and returns the job; undefined when there is none. */
  cancel(id: string): Promise<Job | undefined>;
  count(): Promise<Readonly<Record<JobState, number>>>;
  /** Tries whether changes can be saved. @throws {StoreError} when they cannot */
  probe(): Promise<void>;
}
