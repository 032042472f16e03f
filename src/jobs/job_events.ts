/**
 * Reads and follows the events of jobs in the event logs of their runs, in a directory or in a database.
 *
 * @module
 */
import { join } from "node:path";
import { Semaphore } from "../model/semaphore.ts";
import type { Note } from "../trainer/note.ts";
import { eventJsonOf } from "../trainer/log_line.ts";
import { directoryLogs, type LogPosition, type LogSource } from "./log_source.ts";
import { withoutPaths } from "./without_paths.ts";

/** One line of an event log. */
export interface LoggedEvent {
  /** Number of the line, from 1; used as the SSE id. */
  readonly number: number;
  /** The event's `type`. */
  readonly type: string;
  /** The event as JSON on one line, without paths of the machine that wrote it. */
  readonly json: string;
  /** The line of the log. */
  readonly line: string;
}

/** Followers that read without pauses; more would delay other requests. */
const unhurried = 4;

/** Pause between the parts that more followers read. */
const pauseMs = 2;

/** The event logs of jobs, and the directory of the runs of this process. */
export class JobEvents {
  /** Holds the run directories of all jobs. */
  readonly directory: string;
  readonly #source: LogSource;
  readonly #closed = new AbortController();
  /** Followers read one after another. */
  readonly #turns = new Semaphore(1);
  /** Followers that read or wait for their turn. */
  #readers = 0;
  readonly #waiting = new Map<string, Set<() => void>>();

  /** @param directory holds the run directories of all jobs @param source of the events: the logs in the run directories */
  constructor(directory: string, source: LogSource = directoryLogs((id) => this.logPath(id))) {
    this.directory = directory;
    this.#source = source;
  }

  /** The run directory of a job. */
  runDir(id: string): string {
    return join(this.directory, id);
  }

  /** The event log of a job, which may not exist yet. */
  logPath(id: string): string {
    return join(this.runDir(id), "events.jsonl");
  }

  /** Leaves a person's feedback for the run of a job. @throws {UsageError} when there is as much as there may be */
  async addNote(id: string, note: Note): Promise<void> {
    await this.#source.addNote(id, note);
  }

  /** Bytes that the run of a job takes, where its events are read from. */
  sizeOf(id: string): Promise<number> {
    return this.#source.sizeOf(id);
  }

  /** Tries whether runs can write. @throws {StoreError} when they cannot */
  async probe(): Promise<void> {
    await this.#source.probe(this.directory);
  }

  /** Wakes the followers of a job after a new event, or its end; undefined: of all jobs. */
  notify(id: string | undefined): void {
    if (id === undefined) {
      for (const known of [...this.#waiting.keys()]) this.notify(known);
      return;
    }
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
    let position: LogPosition = { number: 0, offset: 0 };
    for (;;) {
      const { lines, ...next } = await this.#source.next(id, position, 0);
      if (lines.length === 0) return position.number;
      position = next;
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
      const read = () => this.#source.next(id, { offset, number }, after);
      const { lines, ...end } = await this.#turn(read);
      const hasRead = end.number > number;
      ({ offset, number } = end);
      const events = eventsOf(lines, { last: number, id }).filter((event) => event.number > after);
      if (events.length > 0) yield events;
      if (hasRead) continue;
      if (wasOver) return;
      await news.wait(signal, this.#source.pollMs);
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
  #news(id: string): Disposable & { wait(signal: AbortSignal, mostMs: number): Promise<void> } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, waiting.add(resolve));
    return {
      async wait(signal, mostMs) {
        if (signal.aborted) return;
        const timer = setTimeout(resolve, mostMs);
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

/** Lines as events. @param at number of the last one, and id of the job */
function eventsOf(
  lines: readonly string[],
  { last, id }: { readonly last: number; readonly id: string },
): readonly LoggedEvent[] {
  const before = last - lines.length;
  return lines.map((line, i) => ({
    number: before + i + 1,
    type: eventType(line),
    json: withoutPaths(eventJsonOf(line), id),
    line,
  }));
}

function eventType(json: string): string {
  const written = /^\{"type":"([\w-]+)"/.exec(json)?.[1]; // where the log has it
  if (written !== undefined) return written;
  const event: unknown = JSON.parse(json);
  return typeof event === "object" && event !== null && "type" in event
    ? String(event.type)
    : "unknown";
}
