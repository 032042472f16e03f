/**
 * The job-store port: what must survive a restart. Types only.
 *
 * @module
 */
import type { Job, JobError, JobOptions, JobState } from "./job.ts";
import type { TaskSource } from "../task/task_source.ts";
import type { FinishedEvent } from "../trainer/event.ts";
import type { SpendingLimit, SpendingRecords } from "./spending.ts";

/** A new job. */
export interface NewJob extends JobContent {
  readonly id: string;
  /** Key of the request, chosen by the client; a request of the same holder that comes again has the same one. */
  readonly idempotencyKey?: string | undefined;
  /** The job waits while so many others of its holder run. @default none make it wait */
  readonly maxRunning?: number | undefined;
  /** The header `traceparent` of the request. @default none */
  readonly traceParent?: string | undefined;
  /** What the jobs of its holder may spend together: its budget is what is left of it at most. @default no limit */
  readonly spending?: SpendingLimit | undefined;
  /** The job is refused while so many jobs wait. @default none are too many */
  readonly maxQueued?: number | undefined;
  /** The job is refused while so many others of its holder wait. @default none are too many */
  readonly maxOwnQueued?: number | undefined;
}

/** What a request asks for. */
export interface JobContent {
  /** @default the task's name, or "untitled" */
  readonly name?: string | undefined;
  /** A registered task, or the source of one. */
  readonly task: string | TaskSource;
  readonly options: JobOptions;
  /** Who makes it. @default nobody in particular */
  readonly holder?: string | null | undefined;
}

/** The right to carry out a job; it ends when the job is started again by another, who then has a higher fence. */
export interface Claim {
  readonly job: Job;
  /** Number of starts of the job, counting all. */
  readonly fence: number;
}

/** What became of a claim. */
export interface Renewal {
  /** Whether the claim is still valid. */
  readonly isHeld: boolean;
  /** Whether somebody has cancelled the job. */
  readonly isCancelRequested: boolean;
}

/** Final state of a job. */
export interface JobOutcome {
  readonly state: Extract<JobState, "done" | "failed" | "cancelled">;
  readonly result?: FinishedEvent;
  readonly error?: JobError;
}

/** The jobs that a worker can run. */
export interface Runnable {
  /** Names of the registered tasks that it has. */
  readonly tasks: readonly string[];
  /** Whether it runs the sources that jobs bring. */
  readonly sources: boolean;
}

/** A page of a list, newest first. */
export interface JobPage {
  /** @default 50 */
  readonly limit?: number;
  /** The id of the last job of the page before. */
  readonly before?: string;
  /** Only the jobs of this holder. @default all */
  readonly holder?: string | undefined;
}

/**
 * Keeps jobs. Implementations obey:
 * - A change is on disk when the promise of its method resolves; a change that is not rejects with a `StoreError`.
 * - `claim` returns each queued job to one caller only, oldest first, and counts the attempt; a job whose holder has
 * `maxRunning` jobs running is passed over. A change by a claim that is no longer the job's last one changes nothing.
 * - A holder's view shows nothing of other jobs: where a holder is named, theirs are as unknown as those that never were.
 * - A job in a final state never changes.
 * - What jobs have spent and what others may still spend exceeds no limit of their holder, however many are added at once.
 */
export interface JobStore extends AsyncDisposable {
  /** What jobs have spent, which is kept when they are removed. */
  readonly spending: SpendingRecords;
  /**
   * Adds a queued job; does nothing but return the older job when one of its holder has its idempotency key.
   *
   * @throws {SpentError} when its holder has nothing left to spend
   * @throws {QueueFullError} when as many wait as may, in this process and all others
   * @throws {Error} when the id is taken
   */
  add(job: NewJob): Promise<Job>;
  /** The options that a job was asked for with, where a limit of spending may have lowered its budget. */
  asked(id: string): Promise<JobOptions | undefined>;
  /** @param holder finds the job only when it is this holder's */
  get(id: string, holder?: string): Promise<Job | undefined>;
  /** The source that a job brought; undefined for a registered task. */
  source(id: string): Promise<TaskSource | undefined>;
  /** The job of a holder with an idempotency key. */
  withKey(idempotencyKey: string, holder?: string | null): Promise<Job | undefined>;
  list(page?: JobPage): Promise<readonly Job[]>;
  /** Sets the oldest queued job that may run to running and returns it; undefined when there is none. @param runnable only one of these */
  claim(runnable?: Runnable): Promise<Claim | undefined>;
  /** To be called while a job runs: keeps the claim, and tells whether it still holds. */
  renew(claim: Claim): Promise<Renewal>;
  /** Ends a claimed job; false when the claim was lost or the job has ended: then nothing changes. */
  finish(claim: Claim, outcome: JobOutcome): Promise<boolean>;
  /** Returns a claimed job to its old place in the queue, without counting the attempt, or ends it where a cancel was requested; nothing when the claim was lost. */
  release(claim: Claim): Promise<void>;
  /**
   * To be called when a server starts: lets jobs be claimed again that a dead one left running, and ends those whose
   * cancel was requested. In a store of several machines a server is dead when it has not renewed its claim for some time.
   */
  recover(): Promise<void>;
  /** Ends a queued job as cancelled, marks a running one, and returns the job; undefined when there is none. */
  cancel(id: string): Promise<Job | undefined>;
  /** Jobs by state. */
  count(): Promise<Readonly<Record<JobState, number>>>;
  /** Removes a job that has ended; does nothing for others. */
  remove(id: string): Promise<void>;
  /** Calls a function, until disposed, with the id of each job that another process has changed; undefined: any may have. */
  watch(onChange: (id: string | undefined) => void): Disposable;
  /** Tries whether changes can be saved. @throws {StoreError} when they cannot */
  probe(): Promise<void>;
}
