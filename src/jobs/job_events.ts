/**
 * Reads and follows the events of jobs in the event logs of their runs.
 *
 * @module
 */
import { join } from "@std/path";
import { Semaphore } from "../model/semaphore.ts";
import { appendNote } from "../run/notes_file.ts";
import type { Note } from "../trainer/note.ts";
import { eventJsonOf } from "../trainer/log_line.ts";
import { readLines } from "./read_lines.ts";
import { StoreError } from "./store_error.ts";

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

/** Followers that read without pauses; more would delay other requests. */
const unhurried = 4;

/** Pause between the parts that more followers read. */
const pauseMs = 2;

/** What a probe writes: some events. */
const probeBytes = 65_536;

/** The event logs below one directory. */
export class JobEvents {
  readonly #directory: string;
  readonly #closed = new AbortController();
  /** Followers read one after another. */
  readonly #turns = new Semaphore(1);
  /** Followers that read or wait for their turn. */
  #readers = 0;
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

  /** Leaves a person's feedback for the run of a job. @throws {UsageError} when there is as much as there may be */
  addNote(id: string, note: Note): void {
    appendNote(this.runDir(id), note);
  }

  /** Tries whether runs can write. @throws {StoreError} when they cannot */
  async probe(): Promise<void> {
    const path = join(this.#directory, ".probe");
    try {
      await Deno.mkdir(this.#directory, { recursive: true });
      using file = await Deno.open(path, { create: true, write: true, truncate: true });
      await writeAll(file, crypto.getRandomValues(new Uint8Array(probeBytes)));
      await file.sync();
    } catch (cause) {
      throw new StoreError("Cannot write to the run directory", cause);
    } finally {
      await Deno.remove(path).catch(() => {}); // absent when it could not be made
    }
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

  /** The events after line `after` so far. */
  async *read(id: string, after = 0): AsyncGenerator<LoggedEvent> {
    const isOver = () => Promise.resolve(true);
    for await (const events of this.follow(id, { after, isOver })) yield* events;
  }

  /** The number of events so far. */
  async count(id: string): Promise<number> {
    for (let count = 0, offset = 0;;) {
      const { lines, end } = await readLines(this.logPath(id), offset);
      if (lines.length === 0) return count;
      count += lines.length;
      offset = end;
    }
  }

  /** Whether there is an event after line `after`. */
  async hasMore(id: string, after: number): Promise<boolean> {
    for await (const _event of this.read(id, after)) return true;
    return false;
  }

  /**
   * The events after line `after`, then each new one, until `isOver` resolves to true and all events are read. They come in
   * parts that are small unless one event is large.
   */
  async *follow(
    id: string,
    options: {
      readonly after?: number;
      readonly isOver: () => Promise<boolean>;
      readonly signal?: AbortSignal;
    },
  ): AsyncGenerator<readonly LoggedEvent[]> {
    const { after = 0, isOver } = options;
    const signal = AbortSignal.any([
      this.#closed.signal,
      ...(options.signal ? [options.signal] : []),
    ]);
    let number = 0;
    let offset = 0;
    while (!signal.aborted) {
      using news = this.#news(id); // registered before reading, so that no event is missed
      const wasOver = await isOver();
      const part = await this.#turn(() => readPart(this.logPath(id), { offset, number, after }));
      const hasRead = part.number > number;
      ({ offset, number } = part);
      if (part.events.length > 0) yield part.events;
      if (hasRead) continue;
      if (wasOver) return;
      await news.wait(signal);
    }
  }

  /** Reads when the followers before have read; between the parts of many, other requests have the thread. */
  async #turn<T>(read: () => Promise<T>): Promise<T> {
    this.#readers++;
    try {
      return await this.#turns.run(async () => {
        const part = await read();
        if (this.#readers > unhurried) await new Promise((resolve) => setTimeout(resolve, pauseMs));
        return part;
      });
    } finally {
      this.#readers--;
    }
  }

  /** Listens for the next notification, until disposed. */
  #news(id: string): Disposable & { wait(signal: AbortSignal): Promise<void> } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, waiting.add(resolve));
    return {
      async wait(signal) {
        if (signal.aborted) return;
        const timer = setTimeout(resolve, pollMs);
        const leave = () => resolve();
        signal.addEventListener("abort", leave, { once: true });
        await promise;
        clearTimeout(timer);
        signal.removeEventListener("abort", leave);
      },
      [Symbol.dispose]: () => {
        waiting.delete(resolve);
        if (waiting.size === 0 && this.#waiting.get(id) === waiting) this.#waiting.delete(id);
      },
    };
  }
}

/** Where a reader of a log stands. */
interface LogPosition {
  /** Bytes read. */
  readonly offset: number;
  /** Lines read. */
  readonly number: number;
}

/** Reads the next lines of a log; gives those after line `after` as events. */
async function readPart(
  path: string,
  { offset, number, after }: LogPosition & { readonly after: number },
): Promise<LogPosition & { readonly events: readonly LoggedEvent[] }> {
  const { lines, end } = await readLines(path, offset);
  const events = lines
    .map((json, i) => ({ number: number + i + 1, json }))
    .filter((line) => line.number > after)
    .map(({ number, json }) => ({ number, type: eventType(json), json: eventJsonOf(json) }));
  return { offset: end, number: number + lines.length, events };
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await file.write(bytes.subarray(written));
  }
}

function eventType(json: string): string {
  const written = /^\{"type":"([\w-]+)"/.exec(json)?.[1]; // where the log has it
  if (written !== undefined) return written;
  const event: unknown = JSON.parse(json);
  return typeof event === "object" && event !== null && "type" in event
    ? String(event.type)
    : "unknown";
}
