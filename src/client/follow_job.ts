/**
 * Follows the events of a job, over several connections where one breaks.
 *
 * @module
 */
import type { Job } from "../jobs/job.ts";
import type { RunEvent } from "../trainer/event.ts";
import { anySignal, type Send } from "./connection.ts";
import { EndpointError } from "./endpoint_error.ts";
import { pause } from "./pause.ts";
import { readServerSentEvents, type ServerSentEvent } from "./server_sent_events.ts";

/** Limits of the connections that follow a job. */
export interface ReconnectOptions {
  /** Broken connections in a row, without an event between them, that are replaced. @default 5 */
  readonly reconnects?: number | undefined;
  /** Milliseconds before the first reconnect; they double with each one in a row, and are at least what the server asks. @default 500 */
  readonly reconnectDelayMs?: number | undefined;
  /** Milliseconds of silence after which a connection is broken; the server writes every 15 seconds. @default 60_000 */
  readonly idleMs?: number | undefined;
}

/** The events of a job to follow. */
export interface EventsOptions {
  /** Only events of these types. @default all */
  readonly types?: readonly RunEvent["type"][] | undefined;
  /** Events of the log to skip, counted over all types. @default 0 */
  readonly after?: number | undefined;
  /** Ends the loop, which then throws the reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The events of a job's run as they come; returns the job once it has ended. */
export async function* followJob(
  send: Send,
  id: string,
  options: EventsOptions & ReconnectOptions,
): AsyncGenerator<RunEvent, Job, void> {
  const { reconnects = 5, reconnectDelayMs = 500, signal } = options;
  let after = options.after ?? 0;
  let breaks = 0;
  while (true) {
    let cause: unknown;
    try {
      for await (const { event, data, id: number } of openStream(send, id, { ...options, after })) {
        if (event === "end") return JSON.parse(data);
        after = Number(number ?? after);
        breaks = 0;
        yield JSON.parse(data);
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (isRefusal(error)) throw error;
      cause = error;
    }
    if (breaks++ >= reconnects) throw connectionLost(id, breaks, cause);
    const asked = cause instanceof EndpointError ? cause.retryAfterMs ?? 0 : 0;
    await pause(Math.max(asked, reconnectDelayMs * 2 ** (breaks - 1)), signal);
  }
}

/** The events of one connection; ends early when it breaks. */
async function* openStream(
  send: Send,
  id: string,
  { after = 0, types, signal, idleMs = 60_000 }: EventsOptions & ReconnectOptions,
): AsyncGenerator<ServerSentEvent, void, void> {
  using idle = idleTimer(idleMs);
  const path = `v1/jobs/${encodeURIComponent(id)}`;
  const { body } = await send(`${path}/events`, {
    query: { types: types?.join(",") },
    headers: after > 0 ? { "last-event-id": String(after) } : {},
    signal: anySignal([signal, idle.signal]),
    isRetried: false, // but by the loop over connections
  });
  if (body !== null) return yield* readServerSentEvents(body.pipeThrough(idle.watch()));
  // Status 204: the job has ended, and no event follows.
  yield { event: "end", data: await (await send(path, { signal })).text(), id: undefined };
}

/** Aborts after a time in which nothing passes through its streams. */
function idleTimer(ms: number) {
  const silence = new AbortController();
  const start = () =>
    setTimeout(() => silence.abort(new DOMException("No data came", "TimeoutError")), ms);
  let timer = start();
  return {
    signal: silence.signal,
    watch: () =>
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, stream) {
          clearTimeout(timer);
          timer = start();
          stream.enqueue(chunk);
        },
      }),
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}

/** Whether the server gave an answer that a second try would not change. */
function isRefusal(error: unknown): boolean {
  return error instanceof EndpointError && error.status < 500 && error.status !== 429;
}

function connectionLost(id: string, breaks: number, cause: unknown): EndpointError {
  const title = `Cannot follow the job "${id}" to its end: ${breaks} connections in a row broke`;
  return new EndpointError({ status: 0, type: "about:blank", title }, { cause });
}
