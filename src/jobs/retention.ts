/**
 * Removes ended jobs with their run directories when they are old, or take too much space.
 *
 * @module
 */
import { join } from "node:path";
import { paused } from "../paused.ts";
import { namesIn, unlessMissing } from "./directory_size.ts";
import { isFinal, type Job } from "./job.ts";
import type { JobEvents } from "./job_events.ts";
import type { JobStore } from "./job_store.ts";

/** What is kept; without either limit everything is. */
export interface RetentionLimits {
  /** Days since a job ended. */
  readonly keepDays?: number | undefined;
  /** Bytes of the runs of ended jobs together: in their directories, or in the database. */
  readonly keepBytes?: number | undefined;
}

/** Store, logs and receivers of a retention. */
export interface RetentionOptions extends RetentionLimits {
  readonly store: Pick<JobStore, "get" | "list" | "remove">;
  readonly events: Pick<JobEvents, "directory" | "runDir" | "notify" | "sizeOf">;
  /** Saves what must outlive a job, which stays when this rejects. @default nothing */
  readonly beforeRemove?: (job: Job) => Promise<void>;
  /** Called for each job that is gone. */
  readonly onRemove?: (job: Job) => void;
  /** Wall clock. @default () => new Date() */
  readonly now?: () => Date;
}

/** Jobs in a page of the store's list. */
const pageSize = 200;

const dayMs = 86_400_000;

/** The end of the name of a run directory whose job is being removed. */
const removedMark = ".removed";

/** Applies limits, each time that it is asked to. */
export class Retention {
  readonly #options: RetentionOptions;
  /** Sizes of ended jobs, which do not change any more. */
  readonly #bytes = new Map<string, number>();

  /** @param options limits, store and logs */
  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  /** Ends the removals that an earlier server was cut off from. */
  async resume(): Promise<void> {
    const { store, events } = this.#options;
    for (const name of await namesIn(events.directory)) {
      if (!name.endsWith(removedMark)) continue;
      await store.remove(name.slice(0, -removedMark.length));
      await unlessMissing(Deno.remove(join(events.directory, name), { recursive: true }));
    }
  }

  /** Removes what is too much, oldest first. @throws the first error of a job that could not be removed, after the others */
  async apply(signal?: AbortSignal): Promise<void> {
    const { keepDays = Infinity, keepBytes = Infinity, now = () => new Date() } = this.#options;
    const ended = await this.#endedJobs();
    const oldest = now().getTime() - keepDays * dayMs;
    let bytes = 0;
    if (keepBytes < Infinity) { for (const { id } of ended) bytes += await this.#sizeOf(id); }
    const failures: unknown[] = [];
    for (const job of ended) {
      if (signal?.aborted) break;
      const isOld = Date.parse(job.finishedAt ?? job.createdAt) < oldest;
      if (!isOld && bytes <= keepBytes) continue;
      bytes -= this.#bytes.get(job.id) ?? 0;
      await this.#remove(job).catch((error) => failures.push(error)); // the others go nevertheless
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Ended jobs, the one that ended first first. */
  async #endedJobs(): Promise<readonly Job[]> {
    const { store } = this.#options;
    const ended: Job[] = [];
    let page: readonly Job[] = [];
    do {
      const last = page.at(-1);
      page = await store.list({
        limit: pageSize,
        ...(last === undefined ? {} : { before: last.id }),
      });
      ended.push(...page.filter(({ state }) => isFinal(state)));
    } while (page.length === pageSize);
    const endOf = ({ finishedAt, createdAt }: Job) => finishedAt ?? createdAt; // ISO 8601: sorts as text
    return ended.toSorted((one, other) => endOf(one) < endOf(other) ? -1 : 1);
  }

  async #sizeOf(id: string): Promise<number> {
    const known = this.#bytes.get(id);
    if (known !== undefined) return known;
    const bytes = await this.#options.events.sizeOf(id);
    this.#bytes.set(id, bytes);
    return bytes;
  }

  /** Sets the directory aside, removes the job, then the directory; `resume` ends what is cut off in between. */
  async #remove(job: Job): Promise<void> {
    const { store, events, beforeRemove, onRemove } = this.#options;
    await beforeRemove?.(job);
    const directory = events.runDir(job.id);
    const aside = `${directory}${removedMark}`;
    await unlessMissing(Deno.rename(directory, aside));
    await store.remove(job.id);
    if (await store.get(job.id) !== undefined) { // its end is not on the disk yet
      await unlessMissing(Deno.rename(aside, directory));
      return;
    }
    events.notify(job.id); // its readers find no job
    await unlessMissing(Deno.remove(aside, { recursive: true }));
    this.#bytes.delete(job.id);
    onRemove?.(job);
  }
}

/** Pause between two turns, each of which reads all jobs. */
const pauseMs = 600_000;

/** Applies a retention every ten minutes until disposed. */
export function keepApplying(
  retention: Retention,
  onError: (error: unknown) => void,
): AsyncDisposable {
  const closed = new AbortController();
  async function run(): Promise<void> {
    await retention.resume().catch(onError);
    while (!closed.signal.aborted) {
      await retention.apply(closed.signal).catch(onError);
      await paused(pauseMs, closed.signal);
    }
  }
  const running = run();
  return {
    async [Symbol.asyncDispose]() {
      closed.abort();
      await running;
    },
  };
}
