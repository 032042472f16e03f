/**
 * The valid tokens, as hashes.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash, timingSafeEqual } from "node:crypto";
import { type Holder, operator } from "./holder.ts";
import type { TokenLine } from "./token_line.ts";

/** The tokens of a server; those of a file can be replaced while it runs. */
export class Tokens {
  readonly #own: readonly Entry[];
  #entries: ReadonlyMap<string, Entry> = new Map();

  /** @param token the operator's, with all scopes */
  constructor(token?: string) {
    this.#own = token === undefined ? [] : [{ hash: hashOf(token), holder: operator }];
  }

  /** The holder of a token. Its hash is compared with all others, in a time that depends on their number only. */
  holderOf(token: string): Holder | undefined {
    const given = hashOf(token);
    let found: Holder | undefined;
    for (const { hash, holder } of this.#all()) {
      if (timingSafeEqual(hash, given)) found = holder;
    }
    return found;
  }

  /** Replaces the tokens of the file; the signals of holders whose line is gone or has changed are aborted. */
  replace(lines: readonly TokenLine[]): void {
    const before = this.#entries;
    const now = new Map(lines.map((line) => {
      const key = JSON.stringify(line);
      return [key, before.get(key) ?? entryOf(line)];
    }));
    this.#entries = now;
    for (const [key, { ended }] of before) if (!now.has(key)) ended?.abort();
  }

  *#all(): Iterable<Entry> {
    yield* this.#own;
    yield* this.#entries.values();
  }
}

/** One token. */
interface Entry {
  readonly hash: Uint8Array;
  readonly holder: Holder;
  /** Aborts the signal of the holder. */
  readonly ended?: AbortController;
}

function entryOf({ id, sha256, scopes, limits = {} }: TokenLine): Entry {
  const ended = new AbortController();
  const hash = Buffer.from(sha256, "hex");
  return { hash, ended, holder: { id, scopes, limits, signal: ended.signal } };
}

/** SHA-256 of a token. It needs no salt and no slowness: tokens are random, not chosen. */
function hashOf(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}
