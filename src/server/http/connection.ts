/**
 * A TCP connection as a stream for `node:http` that knows what its peer owes.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Duplex } from "node:stream";

const readBytes = 4096;

/** Parts of a response up to this size are sent as one. */
const joinedBytes = 4096;

/** What a peer must read to be no longer late; a byte now and then is not enough. */
const pieceBytes = 65_536;

/** Time in which a peer may read the last response before the connection is gone. */
const lingerMs = 1000;

/** A request and its response. */
export interface Exchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
}

/** What the server waits for: a request's head or body, or that the response is read; and since when. */
export interface Debt {
  readonly kind: "head" | "body" | "read";
  readonly since: number;
}

/** One connection. Times are those of `performance.now()`. */
export class Connection extends Duplex {
  /** Address of the peer. */
  readonly remoteAddress: string;
  /** Requests in progress, oldest first; more than one when the peer does not wait for responses. */
  readonly exchanges = new Set<Exchange>();
  /** Whether a part of a head has arrived. */
  hasPartOfHead = false;
  readonly #conn: Deno.TcpConn;
  #idleSince = performance.now();
  #bodySince = 0;
  #unreadSince: number | undefined;

  /**
   * @param conn accepted from a listener; closed with this
   * @param onBehind called when the peer reads more slowly than the server writes
   */
  constructor(conn: Deno.TcpConn, readonly onBehind: () => void) {
    super({ allowHalfOpen: true });
    this.#conn = conn;
    this.remoteAddress = conn.remoteAddr.hostname;
    try {
      conn.setNoDelay(true);
    } catch {
      // the peer has already left; the next read ends this
    }
    this.on("error", () => {}); // the peer is gone; whoever writes sees "close"
  }

  /** Registers an exchange until its response is closed. */
  begin(exchange: Exchange): void {
    this.hasPartOfHead = false;
    this.#bodySince = performance.now();
    this.exchanges.add(exchange);
    exchange.response.once("close", () => {
      this.exchanges.delete(exchange);
      this.#idleSince = performance.now();
    });
  }

  /** What the peer owes; undefined while it is the server's turn. */
  get debt(): Debt | undefined {
    if (this.#unreadSince !== undefined) return { kind: "read", since: this.#unreadSince };
    if (this.exchanges.size === 0) return { kind: "head", since: this.#idleSince };
    const isWhole = [...this.exchanges].every(({ message }) => message.complete);
    return isWhole ? undefined : { kind: "body", since: this.#bodySince };
  }

  /** Sends what is written, and closes once the peer has closed too, or has had a moment to read it. */
  destroySoon(): void {
    if (this.destroyed || this.writableEnded) return;
    this.removeAllListeners("data").removeAllListeners("end"); // of the parser, which is done
    this.resume(); // closing with unread data would make the system discard what was sent
    this.end(() => {
      if (this.readableEnded) return this.destroy();
      const timer = setTimeout(() => this.destroy(), lingerMs);
      this.once("end", () => this.destroy());
      this.once("close", () => clearTimeout(timer));
    });
  }

  /** Does nothing: `node:http` would set its own deadlines here. */
  setTimeout(): this {
    return this;
  }

  override _read(): void {
    const buffer = new Uint8Array(readBytes);
    this.#conn.read(buffer).then((count) => {
      if (this.destroyed) return;
      if (count !== null && this.exchanges.size === 0) this.hasPartOfHead = true;
      this.push(count === null ? null : Buffer.from(buffer.buffer, 0, count));
    }, () => this.destroy());
  }

  override _write(chunk: Uint8Array, _encoding: string, done: (error?: Error) => void): void {
    this.#send([chunk]).then(() => done(), () => this.destroy());
  }

  override _writev(
    chunks: readonly { readonly chunk: Uint8Array }[],
    done: (error?: Error) => void,
  ): void {
    const parts = chunks.map(({ chunk }) => chunk);
    const isShort = this.writableLength <= joinedBytes;
    this.#send(isShort ? [Buffer.concat(parts)] : parts).then(() => done(), () => this.destroy());
  }

  override _final(done: (error?: Error) => void): void {
    this.#conn.closeWrite().then(() => done(), () => this.destroy());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    try {
      this.#conn.close();
    } catch {
      // already closed by the system
    }
    done(error);
  }

  async #send(chunks: readonly Uint8Array[]): Promise<void> {
    for (const chunk of chunks) {
      for (let sent = 0, next = 0; sent < chunk.length && !this.destroyed;) {
        if (sent >= next) {
          this.#unreadSince = performance.now();
          next = sent + pieceBytes;
        }
        sent += await this.#conn.write(chunk.subarray(sent));
      }
    }
    this.#unreadSince = undefined;
  }
}
