/**
 * The body of a stream of server-sent events. It asks for events when the client has read the last ones.
 *
 * @module
 */

/** Interval of the comments that keep a silent connection open. */
const heartbeatMs = 15_000;

/** One server-sent event. */
export interface ServerSentEvent {
  readonly id?: string;
  readonly event: string;
  /** On one line. */
  readonly data: string;
}

/** A body of events, which come in parts; `onClose` is called once, when they have ended or the client has left. */
export function eventStreamBody(
  events: AsyncGenerator<readonly ServerSentEvent[]>,
  onClose: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isClosed = false;
  const close = () => {
    if (!isClosed) onClose();
    isClosed = true;
  };
  let next: Promise<IteratorResult<readonly ServerSentEvent[]>> | undefined;
  return new ReadableStream<Uint8Array>({
    async pull(stream) {
      try {
        const result = await beforeHeartbeat(next ??= events.next());
        if (result === undefined) return stream.enqueue(encoder.encode(": alive\n\n"));
        next = undefined;
        if (!result.done) return stream.enqueue(encoder.encode(result.value.map(blockOf).join("")));
        stream.close();
      } catch (error) {
        stream.error(error);
      }
      close();
    },
    cancel() {
      close();
      events.return(undefined).catch(() => {}); // nobody is left to hear of it
    },
  }, { highWaterMark: 0 });
}

function blockOf({ id, event, data }: ServerSentEvent): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`;
}

/** What a promise resolves to, or undefined when the next heartbeat is due first. */
async function beforeHeartbeat<T>(promise: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heartbeat = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), heartbeatMs);
  });
  try {
    return await Promise.race([promise, heartbeat]);
  } finally {
    clearTimeout(timer);
  }
}
