/**
 * The events of jobs, read from the event logs of their runs; nothing is kept twice.
 *
 * @module
 */
import { join } from "@std/path";

/** One line of an event log. */
export interface LoggedEvent {
  /** Number of the line, from 1; the SSE id. */
  readonly number: number;
  /** The event's `type`. */
  readonly type: string;
  /** The event as it stands in the log: JSON on one line. */
  readonly json: string;
}

/** How often a follower looks for itself, should nobody tell it of news. */
const lookMs = 1000;

/** Finds, reads and follows the event logs below one directory. */
export class JobEvents {
  readonly #directory: string;
  readonly #closed = new AbortController();
  readonly #waiting = new Map<string, Set<() => void>>();

  /** @param directory where each job has its run directory */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The run directory of a job. */
  runDir(id: string): string {
    return join(this.#directory, id);
  }

  /** The event log of a job, which may not be there yet. */
  logPath(id: string): string {
    return join(this.runDir(id), "events.jsonl");
  }

  /** Tells followers of a job that there is news: an event, or its end. */
  notify(id: string): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    for (const wake of waiting ?? []) wake();
  }

  /** Ends every follower, for good. */
  close(): void {
    this.#closed.abort();
  }

  /** All events there are. */
  async read(id: string): Promise<readonly LoggedEvent[]> {
    const events: LoggedEvent[] = [];
    for await (const event of this.follow(id, { isOver: () => Promise.resolve(true) })) {
      events.push(event);
    }
    return events;
  }

  /** The events after line `after`, then each new one, until `isOver` says that no more will come. */
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
      const news = this.#news(id, signal); // asked for before reading, so that nothing falls between
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

  #news(id: string, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, lookMs);
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

/** At most this much is read at once. */
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
