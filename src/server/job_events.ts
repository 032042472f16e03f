/**
 * Reads and follows the events of jobs in the event logs of their runs.
 *
 * @module
 */
import { join } from "@std/path";
import { readLines } from "./read_lines.ts";

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

function eventType(json: string): string {
  const event: unknown = JSON.parse(json);
  return typeof event === "object" && event !== null && "type" in event
    ? String(event.type)
    : "unknown";
}
