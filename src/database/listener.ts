/**
 * Notifications of a PostgreSQL database, over one connection that is made again when it breaks.
 *
 * @module
 */
// @ts-types="npm:@types/pg@8.23.1"
import type pg from "pg";
import { GrowingPause } from "../growing_pause.ts";
import { paused } from "../paused.ts";

/** What a listener of a channel does. */
export interface ChannelHandlers {
  /** Called with the payload of each notification. */
  onNotification(payload: string): void;
  /** Called when notifications may have been missed: look for yourself. */
  onGap(): void;
}

/** Hears what any session says with `NOTIFY` or `pg_notify`. */
export interface Listener {
  /** Listens on a channel until disposed. Until the first connection stands, and while one is broken, nothing is heard. */
  listen(channel: string, handlers: ChannelHandlers): Disposable;
}

/** Shortest and longest pause before another connection. */
const pauses = { firstMs: 250, mostMs: 10_000 };

/** Interval of the queries that find out whether the connection still lives. */
const beatMs = 15_000;

/** Longest wait for the database when a connection is closed. */
const endMs = 1_000;

/** Connects when the first channel is listened on. */
export function openListener(
  makeClient: () => pg.Client,
  onError: (error: unknown) => void,
): Listener & AsyncDisposable {
  const channels = new Map<string, Set<ChannelHandlers>>();
  const closed = new AbortController();
  let client: pg.Client | undefined;
  let loop: Promise<void> | undefined;

  async function connectAgainAndAgain(): Promise<void> {
    const pause = new GrowingPause(pauses);
    while (!closed.signal.aborted) {
      try {
        await connection(() => pause.reset());
      } catch (error) {
        if (closed.signal.aborted) return;
        onError(error);
      }
      const share = 0.5 + Math.random() / 2; // not all machines at once
      await paused(share * pause.next(), closed.signal);
    }
  }

  /** Lives until the connection breaks, or the listener is closed. */
  async function connection(onReady: () => void): Promise<void> {
    const next = makeClient();
    const broken = Promise.withResolvers<never>();
    const leave = () => broken.reject(closed.signal.reason);
    closed.signal.addEventListener("abort", leave);
    next.on("error", broken.reject);
    next.on("end", () => broken.reject(new Error("the connection ended")));
    next.on("notification", ({ channel, payload = "" }) => {
      for (const handlers of channels.get(channel) ?? []) handlers.onNotification(payload);
    });
    try {
      await Promise.race([broken.promise, hear(next, onReady)]);
    } finally {
      closed.signal.removeEventListener("abort", leave);
      client = undefined;
      await end(next);
    }
  }

  /** Listens on all channels, and rejects when the connection no longer answers. */
  async function hear(next: pg.Client, onReady: () => void): Promise<void> {
    await next.connect();
    client = next;
    for (const channel of channels.keys()) await next.query(`LISTEN ${quoted(channel)}`);
    onReady();
    for (const all of channels.values()) for (const handlers of all) handlers.onGap();
    while (true) {
      await paused(beatMs, closed.signal);
      if (closed.signal.aborted) return;
      await next.query("SELECT 1");
    }
  }

  /** Sends a statement of which nobody waits for the end; it may be cut off when the listener is closed. */
  function send(statement: string): void {
    client?.query(statement).catch((error) => closed.signal.aborted || onError(error));
  }

  return {
    listen(channel, handlers) {
      const all = channels.get(channel) ?? new Set();
      channels.set(channel, all.add(handlers));
      loop ??= connectAgainAndAgain();
      if (all.size === 1) send(`LISTEN ${quoted(channel)}`);
      return {
        [Symbol.dispose]() {
          all.delete(handlers);
          if (all.size > 0) return;
          channels.delete(channel);
          send(`UNLISTEN ${quoted(channel)}`);
        },
      };
    },
    async [Symbol.asyncDispose]() {
      closed.abort();
      await loop;
    },
  };
}

/** Says goodbye to the database, which may be silent. */
async function end(client: pg.Client): Promise<void> {
  const ended = new AbortController();
  client.end().catch(() => {}).finally(() => ended.abort()); // the connection may be broken
  await paused(endMs, ended.signal);
  if (!ended.signal.aborted) client.connection.stream.destroy();
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
