/**
 * Runs queued jobs, a limited number at a time, and resumes them after a restart.
 *
 * @module
 */
import type { FinishedEvent } from "../trainer/event.ts";
import { isFinal, type Job } from "./job.ts";
import { damageOf } from "./job_row.ts";
import type { Claim, JobOutcome, JobStore, Runnable } from "./job_store.ts";
import { jobErrorOf, shownOutcome, tooManyAttempts } from "./outcome.ts";
import { RunSpace } from "./run_space.ts";

/** Runs one job until it ends; resumes its run directory when there is one. */
export type RunJob = (
  job: Job,
  context: {
    readonly signal: AbortSignal;
    /** The right to run it. */
    readonly claim: Claim;
  },
) => Promise<FinishedEvent>;

/** Store, runner and limits of a queue. */
export interface JobQueueOptions {
  readonly store: JobStore;
  readonly runJob: RunJob;
  /** Jobs at the same time; 0 for none. @default 1 */
  readonly concurrency?: number;
  /** Starts of a job that never ended before it fails. @default 3 */
  readonly maxAttempts?: number;
  /**
   * Longest wait for runs that are stopped, in milliseconds: when the queue closes, and when a job is claimed again whose
   * earlier run here has not ended.
   *
   * @default 10,000
   */
  readonly drainMs?: number;
  /**
   * Tries whether runs can write. A job whose run fails because the disk is full goes back into the queue, and no other is
   * started until a try succeeds.
   *
   * @default such a job fails
   */
  readonly probe?: () => Promise<void>;
  /** The jobs that it can run. @default all */
  readonly runnable?: Runnable;
  /** Called after each change of a job's state by this queue. */
  readonly onChange?: (id: string) => void;
  /** Called with the id of each job that another process has changed; undefined: any may have. */
  readonly onNews?: (id: string | undefined) => void;
  /** Receives errors of the store. */
  readonly onError?: (error: unknown) => void;
}

/** Pause after a failure of the store. */
const retryMs = 1000;

/** Interval in which claims are renewed, and jobs of other processes are looked for where no news of them came. */
const beatMs = 5000;

/** A job under way. */
interface RunningJob {
  readonly claim: Claim;
  readonly controller: AbortController;
  /** Settles when its run has ended and its state is saved. */
  readonly ended: Promise<void>;
}

/** Runs jobs of the store while it is open. */
export class JobQueue implements AsyncDisposable {
  readonly #options: JobQueueOptions;
  readonly #space: RunSpace | undefined;
  /** The last run of each job. */
  readonly #running = new Map<string, RunningJob>();
  readonly #work = new Set<Promise<void>>();
  #isOpen = false;
  #filling: Promise<void> | undefined;
  /** Whether a job may have come since the last one was looked for. */
  #hasNews = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;
  #watching: Disposable | undefined;

  /** @param options store, runner and limits */
  constructor(options: JobQueueOptions) {
    this.#options = options;
    const { probe, onError = () => {} } = options;
    this.#space = probe && new RunSpace({ probe, onSpace: () => this.wake(), onError });
  }

  /** Whether jobs are started. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Recovers the jobs of a dead server, and starts. */
  async open(): Promise<void> {
    const { store } = this.#options;
    await store.recover();
    this.#isOpen = true;
    this.#watching = store.watch((id) => this.#hear(id));
    this.#beat = setInterval(() => this.#look(undefined), beatMs);
    this.wake();
  }

  /** Starts queued jobs now. */
  wake(): void {
    this.#hasNews = true;
    this.#filling ??= this.#fill()
      .catch((error) => {
        this.#options.onError?.(error);
        clearTimeout(this.#retry);
        if (this.#isOpen) this.#retry = setTimeout(() => this.wake(), retryMs);
      })
      .finally(() => {
        this.#filling = undefined;
        if (this.#mayClaim) this.wake(); // woken since the last look
      });
  }

  /** Whether there may be a job, and a place for it. */
  get #mayClaim(): boolean {
    const { concurrency = 1 } = this.#options;
    if (this.#space?.isFull) return false;
    return this.#isOpen && this.#hasNews && this.#running.size < concurrency;
  }

  get #drainMs(): number {
    return this.#options.drainMs ?? 10_000;
  }

  #hear(id: string | undefined): void {
    this.#options.onNews?.(id);
    this.#look(id);
  }

  /** Looks at a job that another process may have changed, and for new ones; undefined: at all. */
  #look(id: string | undefined): void {
    for (const [running, { claim, controller }] of this.#running) {
      if (id === undefined || id === running) this.#renew(claim, controller);
    }
    this.wake();
  }

  /** Keeps a claim, and stops its run when it is lost or cancelled. While the store cannot be asked, the run goes on. */
  async #renew(claim: Claim, controller: AbortController): Promise<void> {
    try {
      const { isHeld, isCancelRequested } = await this.#options.store.renew(claim);
      if (!isHeld) controller.abort(new Lost());
      else if (isCancelRequested) controller.abort(new Cancelled());
    } catch (error) {
      this.#options.onError?.(error);
    }
  }

  /** Cancels a queued or running job and returns it. */
  async cancel(id: string): Promise<Job | undefined> {
    const job = await this.#options.store.cancel(id);
    if (job === undefined) return job;
    if (job.isCancelRequested) this.#running.get(id)?.controller.abort(new Cancelled());
    if (isFinal(job.state)) this.#options.onChange?.(id); // a running one changes when it has stopped
    return job;
  }

  /**
   * Claims no more jobs, stops running ones and waits until they are saved; the next server continues them. One that is not
   * saved in time counts as started once more.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    const { onError } = this.#options;
    this.#isOpen = false;
    this.#space?.[Symbol.dispose]();
    await this.#filling;
    clearTimeout(this.#retry);
    for (const { controller } of this.#running.values()) controller.abort(new Closing());
    const areSaved = await areSettled(this.#work, this.#drainMs);
    clearInterval(this.#beat); // claims are renewed until their runs are saved
    this.#watching?.[Symbol.dispose]();
    if (areSaved) return;
    const late = [...this.#running.keys()].join(", ");
    onError?.(new Error(`Jobs did not stop within ${this.#drainMs / 1000} s: ${late}`));
  }

  async #fill(): Promise<void> {
    const { store, runnable, maxAttempts = 3 } = this.#options;
    while (this.#mayClaim) {
      this.#hasNews = false;
      const claim = await store.claim(runnable);
      if (claim === undefined) continue;
      this.#hasNews = true;
      const { job } = claim;
      const earlier = this.#running.get(job.id); // its lease was over, and nobody else took the job
      earlier?.controller.abort(new Lost());
      this.#options.onChange?.(job.id);
      const error = job.attempts > maxAttempts ? tooManyAttempts(job.attempts - 1) : damageOf(job);
      if (error !== undefined) {
        await this.#finish(claim, { state: "failed", error });
        continue;
      }
      this.#start(claim, earlier?.ended);
    }
  }

  /** @param earlier run of the same job in this process, whose directory it goes on in */
  #start(claim: Claim, earlier: Promise<void> | undefined): void {
    const { id } = claim.job;
    const controller = new AbortController();
    const ended = this.#run(claim, controller.signal, earlier)
      .catch((error) => this.#options.onError?.(error))
      .then(() => earlier) // one that does not stop keeps its place
      .finally(() => {
        if (this.#running.get(id) === running) this.#running.delete(id);
        this.#work.delete(ended);
        this.wake();
      });
    const running = { claim, controller, ended };
    this.#running.set(id, running);
    this.#work.add(ended);
  }

  async #run(
    claim: Claim,
    signal: AbortSignal,
    earlier: Promise<void> | undefined,
  ): Promise<void> {
    if (earlier !== undefined && !await areSettled([earlier], this.#drainMs)) {
      await this.#options.store.release(claim);
      throw new Error(
        `Cannot start the job ${claim.job.id} again: its earlier run here did not stop within ${
          this.#drainMs / 1000
        } s`,
      );
    }
    const outcome = await this.#outcome(claim, signal);
    if (signal.reason instanceof Lost) return; // another runs it
    if (outcome === "continue later") await this.#options.store.release(claim);
    else await this.#finish(claim, outcome);
  }

  async #outcome(claim: Claim, signal: AbortSignal): Promise<JobOutcome | "continue later"> {
    try {
      signal.throwIfAborted(); // while an earlier run ended
      const result = await this.#options.runJob(claim.job, { signal, claim });
      if (result.stopReason === "failed") {
        return { state: "failed", result, ...(result.error ? { error: result.error } : {}) };
      }
      if (result.stopReason !== "interrupted") return { state: "done", result };
      return signal.reason instanceof Closing ? "continue later" : { state: "cancelled", result };
    } catch (error) {
      if (signal.aborted && signal.reason instanceof Closing) return "continue later";
      if (signal.aborted) return { state: "cancelled" };
      if (await this.#space?.isCauseOf(error)) return "continue later";
      return { state: "failed", error: jobErrorOf(error) };
    }
  }

  async #finish(claim: Claim, outcome: JobOutcome): Promise<void> {
    await this.#options.store.finish(claim, shownOutcome(outcome, claim.job.id));
    this.#options.onChange?.(claim.job.id);
  }
}

/** Whether all promises settle in time. */
async function areSettled(promises: Iterable<Promise<void>>, timeMs: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const isLate = new Promise<false>((resolve) => timer = setTimeout(() => resolve(false), timeMs));
  const areAll = Promise.allSettled(promises).then(() => true);
  return await Promise.race([areAll, isLate]).finally(() => clearTimeout(timer));
}

/** Abort reason of a cancelled job. */
class Cancelled extends Error {
  override readonly name = "Cancelled";
}

/** Abort reason of a job whose claim another has now. */
class Lost extends Error {
  override readonly name = "Lost";
}

/** Abort reason of running jobs when the server closes. */
class Closing extends Error {
  override readonly name = "Closing";
}
