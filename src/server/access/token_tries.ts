/**
 * Bounds the tries of tokens that are not valid.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Holder } from "./holder.ts";
import { RequestRates } from "./request_rates.ts";

/** Wrong tokens of one network in a minute. */
const triesPerMinute = 20;

/** Networks of which more than the number of tries is remembered. */
const maxNetworks = 1024;

/** Holders that a network is known to have. */
const maxKnown = 64;

/** What is remembered of a network. */
interface Known {
  /** Hash of the last wrong token: the same one again is a stale client, not a further guess. */
  wrong?: string;
  /** Holders whose tokens came from here; other clients behind the same address cannot lock them out. */
  readonly holders: Set<string | null>;
}

/**
 * Bounds wrong tokens by network. A network that has used up its tries gets no answer about further tokens, valid or not,
 * save from holders that it has had before.
 */
export class TokenTries {
  readonly #rates: RequestRates;
  readonly #networks = new Map<string, Known>();

  /** @param now clock in milliseconds */
  constructor(now?: () => number) {
    this.#rates = new RequestRates(now);
  }

  /**
   * Counts a token of a network.
   *
   * @param holder its holder, when it is valid
   * @returns seconds after which the network may try again, when it has used up its tries; 0 otherwise
   */
  take(network: string, token: string, holder: Holder | undefined): number {
    const known = this.#known(network);
    if (holder === undefined) {
      const hash = createHash("sha256").update(token).digest("base64");
      const wait = known.wrong === hash ? 0 : this.#rates.take(network, triesPerMinute);
      if (wait === 0) known.wrong = hash;
      return wait;
    }
    if (known.holders.has(holder.id)) return 0;
    const wait = this.#rates.wait(network, triesPerMinute);
    if (wait === 0 && known.holders.size < maxKnown) known.holders.add(holder.id);
    return wait;
  }

  /** What is known of a network; the one that was silent longest is forgotten for a new one. */
  #known(network: string): Known {
    const known = this.#networks.get(network) ?? { holders: new Set() };
    this.#networks.delete(network);
    this.#networks.set(network, known);
    const [oldest] = this.#networks.keys();
    if (this.#networks.size > maxNetworks && oldest !== undefined) this.#networks.delete(oldest);
    return known;
  }
}
