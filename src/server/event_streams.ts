/**
 * Counts the open event streams, and refuses more than the limits allow.
 *
 * @module
 */
import type { Holder } from "./access/holder.ts";
import type { ServerLimits } from "./limits.ts";
import { Problem } from "./problem.ts";

/** Seconds after which a refused client may try again. */
const retryAfter = { "retry-after": "5" };

/** The open event streams of a server. */
export class EventStreams {
  readonly #limits: Pick<ServerLimits, "maxStreams" | "maxJobStreams">;
  readonly #byJob = new Map<string, number>();
  readonly #byHolder = new Map<string, number>();
  #count = 0;

  constructor(limits: Pick<ServerLimits, "maxStreams" | "maxJobStreams">) {
    this.#limits = limits;
  }

  /** Streams now. */
  get size(): number {
    return this.#count;
  }

  /**
   * Counts a stream of a job until it is disposed.
   *
   * @throws {Problem} `streams-full`, `job-streams-full` or `holder-streams-full`
   */
  open(job: string, { id, limits }: Pick<Holder, "id" | "limits">): Disposable {
    const holder = id ?? "";
    const { maxStreams, maxJobStreams } = this.#limits;
    if (this.#count >= maxStreams) throw new Problem("streams-full", { headers: retryAfter });
    if ((this.#byJob.get(job) ?? 0) >= maxJobStreams) {
      throw new Problem("job-streams-full", { headers: retryAfter });
    }
    if ((this.#byHolder.get(holder) ?? 0) >= (limits.streams ?? Infinity)) {
      throw new Problem("holder-streams-full", { headers: retryAfter });
    }
    this.#add(job, holder, 1);
    let isOpen = true;
    return {
      [Symbol.dispose]: () => {
        if (isOpen) this.#add(job, holder, -1);
        isOpen = false;
      },
    };
  }

  #add(job: string, holder: string, change: 1 | -1): void {
    this.#count += change;
    add(this.#byJob, job, change);
    add(this.#byHolder, holder, change);
  }
}

/** Changes a count, and forgets it at 0. */
function add(counts: Map<string, number>, key: string, change: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
