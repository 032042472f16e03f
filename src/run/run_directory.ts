/**
 * The directory of a run: `events.jsonl`, `best/` and `report.html`.
 *
 * @module
 */
import { resolve } from "node:path";
import { messageOf } from "../message_of.ts";
import { UsageError } from "../errors.ts";
import { EventLog, type EventLogOptions } from "../trainer/event_log.ts";
import type { RunEvent } from "../trainer/event.ts";
import { writeFile } from "./write_file.ts";

/** The directory of one run; keeps the run's log open. */
export class RunDirectory implements Disposable {
  /** As it was given. */
  readonly path: string;
  /** The same, also when the task changes the current folder. */
  readonly root: string;
  readonly #log: EventLog;

  /**
   * Opens a directory; creates it if missing.
   *
   * @param options `resume`: whether it may contain a run; `repair`: whether a damaged log is cut to its whole lines;
   * `onRecorded` takes the events that it has, which are not kept then
   * @throws {UsageError} when it is not writable, is in use, is damaged, or contains a run when it must not
   */
  static open(
    path: string,
    { resume, ...options }: EventLogOptions & { readonly resume: boolean },
  ): RunDirectory {
    try {
      Deno.mkdirSync(path, { recursive: true });
    } catch (cause) {
      throw new UsageError(
        `Cannot make "${path}" as the run's directory: ${messageOf(cause)}`,
        { cause, advice: "Choose a writable directory with --run-dir." },
      );
    }
    const log = EventLog.open(`${path}/events.jsonl`, options);
    if (resume || log.recorded.length === 0) return new RunDirectory(path, log);
    log[Symbol.dispose]();
    throw new UsageError(
      `Cannot start a run in "${path}": received a directory with a run in it`,
      { advice: `Resume that run (--resume ${path}), or choose another directory.` },
    );
  }

  private constructor(path: string, log: EventLog) {
    this.path = path;
    this.root = absolute(path);
    this.#log = log;
  }

  /** The events of the run that it had when it was opened. */
  get recorded(): readonly RunEvent[] {
    return this.#log.recorded;
  }

  /** Adds an event to the log. */
  append(event: RunEvent): void {
    this.#log.append(event);
  }

  /** Waits until the log is on disk. */
  sync(): void {
    this.#log.sync();
  }

  /** Writes a file atomically. @throws {StorageError} when it cannot be written */
  write(name: string, text: string): void {
    writeFile(`${this.root}/${name}`, text);
  }

  /** Closes the log. */
  [Symbol.dispose](): void {
    this.#log[Symbol.dispose]();
  }
}

/** The path as it is without the right to know the current folder. */
function absolute(path: string): string {
  try {
    return resolve(path);
  } catch {
    return path;
  }
}
