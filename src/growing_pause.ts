/**
 * Pauses between tries, each twice as long as the one before.
 *
 * @module
 */

/** First and longest pause, in milliseconds. */
export interface PauseLimits {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** Pauses that grow until they are reset. */
export class GrowingPause {
  readonly #limits: PauseLimits;
  #nextMs: number;

  constructor(limits: PauseLimits) {
    this.#limits = limits;
    this.#nextMs = limits.firstMs;
  }

  /** Begins with the first pause again. */
  reset(): void {
    this.#nextMs = this.#limits.firstMs;
  }

  /** The length of the next pause in milliseconds; the one after is twice as long. */
  next(): number {
    const ms = this.#nextMs;
    this.#nextMs = Math.min(2 * ms, this.#limits.mostMs);
    return ms;
  }
}
