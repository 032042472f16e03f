/**
 * Counts the open event streams, and refuses more than the limits allow.
 *
 * @module
 */
import type { ServerLimits } from "./limits.ts";
import { Problem } from "./problem.ts";

/** Seconds after which a refused client may try again. */
const retryAfter = { "retry-after": "5" };

/** The open event streams of a server. */
export class EventStreams {
  readonly #limits: Pick<ServerLimits, "maxStreams" | "maxJobStreams">;
  readonly #byJob = new Map<string, number>();
  #count = 0;

  constructor(limits: Pick<ServerLimits, "maxStreams" | "maxJobStreams">) {
    this.#limits = limits;
  }

  /** Streams now. */
  get size(): number {
    return this.#count;
  }

  /** Counts a stream of a job until it is disposed. @throws {Problem} `streams-full` or `job-streams-full` */
  open(job: string): Disposable {
    const { maxStreams, maxJobStreams } = this.#limits;
    if (this.#count >= maxStreams) throw new Problem("streams-full", { headers: retryAfter });
    if ((this.#byJob.get(job) ?? 0) >= maxJobStreams) {
      throw new Problem("job-streams-full", { headers: retryAfter });
    }
    this.#add(job, 1);
    let isOpen = true;
    return {
      [Symbol.dispose]: () => {
        if (isOpen) this.#add(job, -1);
        isOpen = false;
      },
    };
  }

  #add(job: string, change: 1 | -1): void {
    this.#count += change;
    const ofJob = (this.#byJob.get(job) ?? 0) + change;
    if (ofJob === 0) this.#byJob.delete(job);
    else this.#byJob.set(job, ofJob);
  }
}
