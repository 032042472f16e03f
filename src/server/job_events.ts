/**
 * Reads and follows the events of jobs in the event logs of their runs.
 *
 * @module
 */
import { join } from "@std/path";

/** One line of an event log. */
export interface LoggedEvent {
  /** Number of the line, from 1; used as the SSE id. */
  readonly number: number;
  /** The event's `type`. */
  readonly type: string;
  /** The event as JSON on one line. */
  readonly json: string;
}

/** Interval at which a follower reads the log without a notification. */
const pollMs = 1000;

/** The event logs below one directory. */
export class JobEvents {
  readonly #directory: string;
  readonly #closed = new AbortController();
  readonly #waiting = new Map<string, Set<() => void>>();

  /** @param directory holds the run directories of all jobs */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The run directory of a job. */
  runDir(id: string): string {
    return join(this.#directory, id);
  }

  /** The event log of a job, which may not exist yet. */
  logPath(id: string): string {
    return join(this.runDir(id), "events.jsonl");
  }

  /** Wakes the followers of a job after a new event, or its end. */
  notify(id: string): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    for (const wake of waiting ?? []) wake();
  }

  /** Ends all followers; later ones end at once. */
  close(): void {
    this.#closed.abort();
  }

  /** All events so far. */
  async read(id: string): Promise<readonly LoggedEvent[]> {
    const events: LoggedEvent[] = [];
    for await (const event of this.follow(id, { isOver: () => Promise.resolve(true) })) {
      events.push(event);
    }
    return events;
  }

  /** The events after line `after`, then each new one, until `isOver` resolves to true and all events are read. */
  async *follow(
    id: string,
    options: {
      readonly after?: number;
      readonly isOver: () => Promise<boolean>;
      readonly signal?: AbortSignal;
    },
  ): AsyncGenerator<LoggedEvent> {
    const { after = 0, isOver } = options;
    const signal = AbortSignal.any([
      this.#closed.signal,
      ...(options.signal ? [options.signal] : []),
    ]);
    let number = 0;
    let offset = 0;
    while (!signal.aborted) {
      const news = this.#news(id, signal); // registered before reading, so that no event is missed
      const wasOver = await isOver();
      const { lines, end } = await readLines(this.logPath(id), offset);
      offset = end;
      for (const json of lines) {
        number++;
        if (number > after) yield { number, type: eventType(json), json };
      }
      if (wasOver && lines.length === 0) return;
      if (lines.length === 0) await news;
    }
  }

  /** Resolves at the next notification, after `pollMs`, or when aborted. */
  #news(id: string, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, pollMs);
    const waiting = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, waiting.add(resolve));
    const leave = () => resolve();
    signal.addEventListener("abort", leave, { once: true });
    return promise.finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", leave);
      waiting.delete(resolve);
    });
  }
}

/** Bytes read at once. */
const chunkBytes = 1 << 20;

/** The complete lines after a byte offset, as many as fit a chunk, and the offset after them. */
async function readLines(
  path: string,
  offset: number,
): Promise<{ readonly lines: readonly string[]; readonly end: number }> {
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { lines: [], end: offset };
    throw error;
  }
  using _file = file;
  for (let size = chunkBytes;; size *= 4) {
    const bytes = await readAt(file, offset, size);
    const length = bytes.lastIndexOf(10) + 1;
    const isAll = bytes.length < size;
    if (length === 0 && !isAll) continue; // one line longer than the chunk
    const text = new TextDecoder().decode(bytes.subarray(0, length));
    return { lines: text.split("\n").slice(0, -1), end: offset + length };
  }
}

async function readAt(file: Deno.FsFile, offset: number, size: number): Promise<Uint8Array> {
  await file.seek(offset, Deno.SeekMode.Start);
  const bytes = new Uint8Array(size);
  let filled = 0;
  while (filled < size) {
    const count = await file.read(bytes.subarray(filled));
    if (count === null) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

function eventType(json: string): string {
  const event: unknown = JSON.parse(json);
  return typeof event === "object" && event !== null && "type" in event
    ? String(event.type)
    : "unknown";
}
