/**
 * The batch-queue port: carries batches of evaluations from runs to workers, and their reports back. Types only.
 *
 * @module
 */

/** A run as workers see it. */
export interface KnownRun {
  /** UUID of the run; another one each time it is continued. */
  readonly id: string;
  /** Name of its task; null when its plan brings the source. */
  readonly task: string | null;
  /** Hash of its plan: only workers with an equal one may evaluate for it. */
  readonly identity: string;
}

/** A run that offers batches. */
export interface OfferedRun extends KnownRun {
  /** The plan as JSON: what a worker must have, and how it evaluates. */
  readonly plan: string;
}

/** A batch to be carried. */
export interface NewBatch {
  /** Its number in the run; a number is used once. */
  readonly number: number;
  /** The requests as JSON. */
  readonly content: string;
}

/** A batch that was carried out. */
export interface FinishedBatch {
  readonly number: number;
  /** The outcomes as JSON. */
  readonly result: string;
}

/** Where a batch stands; a parked one ended so many workers that no further one gets it. */
export type BatchState = "queued" | "running" | "done" | "parked";

/** One batch in a survey. */
export interface SurveyedBatch {
  readonly state: BatchState;
  /** How often it was started. */
  readonly attempts: number;
}

/** What a run sees when it looks around. */
export interface Survey {
  /** Batches that live workers of its identity carry out at the same time. */
  readonly slots: number;
  /** Number of those workers. */
  readonly workers: number;
  /** Why a worker that could serve it does not. */
  readonly refusal?: string;
  /** Its batches by number. One that is missing was lost, with the database or by age. */
  readonly batches: ReadonlyMap<number, SurveyedBatch>;
}

/** Limits of a survey. */
export interface SurveyOptions {
  /** Silence after which a worker counts as dead, in milliseconds. */
  readonly leaseMs: number;
  /** Starts of a batch before it is parked. */
  readonly maxAttempts: number;
}

/** A process that carries out batches. */
export interface BatchWorker {
  /** UUID. */
  readonly id: string;
  readonly identity: string;
  /** Batches that it carries out at the same time. */
  readonly slots: number;
}

/** Which claim it is. */
export interface ClaimId {
  readonly run: string;
  readonly number: number;
  /** Number of starts of the batch. */
  readonly fence: number;
}

/** The right to carry out a batch; it ends when the batch is started again by another, who then has a higher fence. */
export interface BatchClaim extends ClaimId {
  readonly content: string;
}

/** A claim that was carried out, with the outcomes as JSON. */
export interface CarriedOut {
  readonly claim: BatchClaim;
  readonly result: string;
}

/** What `next` gives a worker. */
export interface NextBatch {
  /** Whether the result was kept: false when the claim was lost, and without a result. */
  readonly isKept: boolean;
  /** Whether the worker is known; one that was lost with the database joins again. */
  readonly isKnown: boolean;
  /** Undefined when none is queued. */
  readonly claim: BatchClaim | undefined;
}

/** What somebody waits for: results of a run, batches of an identity, or new runs. */
export type BatchNews =
  | { readonly kind: "results"; readonly run: string }
  | { readonly kind: "batches"; readonly identity: string }
  | { readonly kind: "runs" };

/**
 * Carries batches. Implementations obey:
 * - Each queued batch goes to one worker only, oldest first, and only to one of its identity.
 * - A result is kept when the batch is still that of the claim; a late one changes nothing.
 * - `listen` may miss news and may call without any: who listens also looks from time to time.
 * - What is kept may be lost as a whole, with the database. The log of a run is its record; here are only messages.
 */
export interface BatchQueue extends AsyncDisposable {
  /**
   * Makes a run known, or says that it lives, also after everything was lost; queues the batches of its dead workers again,
   * after a pause, or parks them.
   */
  survey(run: OfferedRun, options: SurveyOptions): Promise<Survey>;
  /** Queues batches of a known run. */
  send(run: OfferedRun, batches: readonly NewBatch[]): Promise<void>;
  /** Results that are there. @param settled numbers of batches to remove first, whatever their state */
  collect(run: string, settled: readonly number[]): Promise<readonly FinishedBatch[]>;
  /** Removes a run with its batches, and others that have been silent for an hour. */
  remove(run: string): Promise<void>;
  /** Runs that lived within the last ten seconds, at most 1,000. */
  runs(): Promise<readonly KnownRun[]>;
  /** The plan of a run; undefined for an unknown one, or one of more than 16 million characters. */
  plan(run: string): Promise<string | undefined>;
  /** Says why a worker does not evaluate for a run. */
  refuse(run: string, reason: string): Promise<void>;
  /** Makes a worker known. */
  join(worker: BatchWorker): Promise<void>;
  /** Says that a worker lives; nothing for an unknown one. */
  beat(worker: string): Promise<void>;
  /** Ends a worker in order: its batches are queued again without counting the start. */
  leave(worker: string): Promise<void>;
  /** The batches that are a worker's, by run, number and fence; one that is missing was withdrawn, lost or given to another. */
  claims(worker: string): Promise<readonly ClaimId[]>;
  /** Queues batches of a worker again that it does not carry out, as another program may have given it. */
  giveBack(worker: string, claims: readonly ClaimId[]): Promise<void>;
  /** Keeps the result of the last batch, if there is one, and claims the next for a worker that is known. */
  next(worker: BatchWorker, carriedOut?: CarriedOut): Promise<NextBatch>;
  /** Calls `onNews` when there may be some, until disposed. */
  listen(news: BatchNews, onNews: () => void): Disposable;
}
