/**
 * The open connections: how many there are, how long each may be late, and how much they leave unread.
 *
 * @module
 */
import { Problem } from "../problem.ts";
import type { ServerLimits } from "../limits.ts";
import { Connection, type Debt } from "./connection.ts";
import { refuse } from "./exchange.ts";

/** Interval at which late peers are looked for. */
const sweepMs = 1000;

/** Connections beyond the limit that are told so, at the same time; more are closed without a word. */
const maxRefusals = 32;

/** Limits of connections. */
export type ConnectionLimits = Pick<
  ServerLimits,
  "maxConnections" | "maxUnsentBytes" | "headMs" | "bodyMs" | "stallMs"
>;

/** All open connections of a server. Disposing it closes them. */
export class Connections implements Disposable {
  readonly #open = new Set<Connection>();
  readonly #refused = new Set<Connection>();
  readonly #limits: ConnectionLimits;
  readonly #sweep: ReturnType<typeof setInterval>;

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
    const { headMs, bodyMs, stallMs } = limits;
    this.#sweep = setInterval(() => this.#cutLate(), Math.min(sweepMs, headMs, bodyMs, stallMs));
  }

  /** Connections now. */
  get size(): number {
    return this.#open.size;
  }

  /** Bytes that clients have yet to read. */
  get unsentBytes(): number {
    return this.#open.values().reduce((sum, { writableLength }) => sum + writableLength, 0);
  }

  /**
   * Takes a connection. When there are too many, the one whose peer is longest late makes room; when no peer is late, the
   * new one is refused and undefined returned.
   */
  admit(conn: Deno.TcpConn): Connection | undefined {
    const hasRoom = this.#open.size < this.#limits.maxConnections || this.makeRoom();
    const connection = new Connection(conn, () => this.#cutUnread());
    const list = hasRoom ? this.#open : this.#refused;
    list.add(connection);
    connection.once("close", () => list.delete(connection));
    if (hasRoom) return connection;
    if (this.#refused.size > maxRefusals) connection.destroy();
    else refuse(connection, new Problem("connections-full", { headers: { "retry-after": "5" } }));
  }

  /** Closes the connection whose peer is longest late; false when no peer is. */
  makeRoom(): boolean {
    const late = this.#longestLate(() => true);
    if (late === undefined) return false;
    this.#drop(late.connection); // without an answer, which would need the descriptor for longer
    return true;
  }

  /** Closes the connections without a request. */
  closeIdle(): void {
    for (const connection of this.#open) if (connection.exchanges.size === 0) connection.destroy();
  }

  /** Closes all connections. */
  [Symbol.dispose](): void {
    clearInterval(this.#sweep);
    for (const connection of [...this.#open, ...this.#refused]) connection.destroy();
  }

  #cutUnread(): void {
    let { unsentBytes } = this;
    while (unsentBytes > this.#limits.maxUnsentBytes) {
      const late = this.#longestLate(({ kind }) => kind === "read");
      if (late === undefined) return;
      unsentBytes -= late.connection.writableLength;
      this.#drop(late.connection);
    }
  }

  #drop(connection: Connection): void {
    this.#open.delete(connection); // "close" comes a turn later
    connection.destroy();
  }

  #longestLate(isMeant: (debt: Debt) => boolean): Late | undefined {
    let latest: Late | undefined;
    for (const connection of this.#open) {
      const { debt } = connection;
      if (debt === undefined || connection.destroyed || !isMeant(debt)) continue;
      if (latest === undefined || debt.since < latest.debt.since) latest = { connection, debt };
    }
    return latest;
  }

  #cutLate(): void {
    const { headMs, bodyMs, stallMs } = this.#limits;
    const limits = { head: headMs, body: bodyMs, read: stallMs };
    const now = performance.now();
    for (const connection of this.#open) {
      const { debt } = connection;
      if (debt !== undefined && now - debt.since > limits[debt.kind]) cut({ connection, debt });
    }
  }
}

/** A connection whose peer is late. */
interface Late {
  readonly connection: Connection;
  readonly debt: Debt;
}

/** Closes a connection; a request that has begun to arrive is answered. */
function cut({ connection, debt }: Late): void {
  const isAnswered = debt.kind === "body" || (debt.kind === "head" && connection.hasPartOfHead);
  if (isAnswered) refuse(connection, new Problem("slow-request"));
  else connection.destroy();
}
