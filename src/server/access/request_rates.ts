/**
 * Rates of requests by key: how many may come at once, and how many in a minute.
 *
 * @module
 */

/** Keys that are remembered; further ones share one rate until an older one has rested. */
const maxKeys = 4096;

/** Least time between two searches for keys that have rested. */
const sweepMs = 1000;

const minuteMs = 60_000;

/** Key of all that have none of their own. */
const others = "";

/**
 * Admits requests by the generic cell rate algorithm (ITU-T I.371), which keeps one number for each key: a minute's worth
 * may come at once, and is earned again evenly.
 */
export class RequestRates {
  /** Time at which the key has its whole minute's worth again. */
  readonly #restedAt = new Map<string, number>();
  readonly #now: () => number;
  #sweptAt = -Infinity;

  /** @param now clock in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Keys that have not rested. */
  get size(): number {
    return this.#restedAt.size;
  }

  /** Seconds until a request with this key is admitted; 0 when one is admitted now. Counts nothing. */
  wait(key: string, perMinute: number): number {
    const now = this.#now();
    const restedAt = this.#restedAt.get(this.#room(key, now)) ?? now;
    return Math.max(0, restedAt - now - minuteMs + minuteMs / perMinute) / 1000;
  }

  /** Counts a request; returns the seconds to wait when it is not admitted, and is not counted, and 0 otherwise. */
  take(key: string, perMinute: number): number {
    const wait = this.wait(key, perMinute);
    if (wait > 0) return wait;
    const now = this.#now();
    const own = this.#room(key, now);
    const restedAt = Math.max(now, this.#restedAt.get(own) ?? now);
    this.#restedAt.set(own, restedAt + minuteMs / perMinute);
    return 0;
  }

  /** The key itself when there is room for it. */
  #room(key: string, now: number): string {
    if (this.#restedAt.has(key) || this.#restedAt.size < maxKeys) return key;
    if (now - this.#sweptAt >= sweepMs) {
      this.#sweptAt = now;
      for (const [key, restedAt] of this.#restedAt) if (restedAt <= now) this.#restedAt.delete(key);
    }
    return this.#restedAt.size < maxKeys ? key : others;
  }
}
