/**
 * Ends work on batches that are no longer this worker's, those that were withdrawn or lost with the database, and gives back
 * those that are this worker's without its knowledge.
 *
 * @module
 */
import type { BatchClaim, BatchQueue, ClaimId } from "./batch_queue.ts";
import { beatMs } from "./batch_times.ts";
import { WakeUp } from "./wake_up.ts";

/** Looks from time to time which claims still stand, until it is disposed. */
export class ClaimWatch implements AsyncDisposable {
  readonly #queue: BatchQueue;
  readonly #worker: string;
  readonly #underWay = new Map<ClaimId, AbortController>();
  readonly #wake = new WakeUp();
  #isClosed = false;
  readonly #watching: Promise<void>;

  constructor(queue: BatchQueue, worker: string) {
    this.#queue = queue;
    this.#worker = worker;
    this.#watching = this.#watch();
  }

  /** Does work on a batch, with a signal that is aborted when the claim is lost. */
  async during<T>(claim: BatchClaim, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const lost = new AbortController();
    this.#underWay.set(claim, lost);
    try {
      return await work(lost.signal);
    } finally {
      this.#underWay.delete(claim);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.#wake.call();
    await this.#watching;
  }

  async #watch(): Promise<void> {
    let unknown: readonly ClaimId[] = [];
    while (!this.#isClosed) {
      await this.#wake.wait(beatMs);
      const underWay = [...this.#underWay];
      if (this.#isClosed) continue;
      const claims = await this.#queue.claims(this.#worker).catch(() => undefined);
      if (claims === undefined) continue; // it is out of reach
      for (const [claim, lost] of underWay) {
        if (isAmong(claims, claim)) continue;
        lost.abort(new Error("The batch is no longer this worker's"));
      }
      const before = unknown;
      unknown = claims.filter((claim) => !isAmong([...this.#underWay.keys()], claim));
      // One that was so before is none whose claim or result is on its way.
      const strays = unknown.filter((claim) => isAmong(before, claim));
      if (strays.length > 0) await this.#queue.giveBack(this.#worker, strays).catch(() => {});
    }
  }
}

function isAmong(claims: readonly ClaimId[], claim: ClaimId): boolean {
  return claims.some((other) => isSame(claim, other));
}

function isSame(one: ClaimId, other: ClaimId): boolean {
  return one.run === other.run && one.number === other.number && one.fence === other.fence;
}
