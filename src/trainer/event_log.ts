/**
 * The event log of a run: an append-only file with one line of JSON per event.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { printable } from "../printable.ts";
import type { RunEvent } from "./event.ts";

/** Maximum length of a line: 64 MiB. */
const maxLineLength = 64 * 2 ** 20;

const eventTypes: ReadonlySet<unknown> = new Set<RunEvent["type"]>([
  "started",
  "resumed",
  "example",
  "evaluated",
  "asking",
  "exchange",
  "model-trouble",
  "proposed",
  "answered",
  "compared",
  "best",
  "step",
  "warning",
  "finished",
]);

/** Appends events to a file; `append` returns after the operating system has the event. */
export class EventLog implements Disposable {
  readonly #file: Deno.FsFile;

  /**
   * Opens the log for appending, and first removes an incomplete last line.
   *
   * @throws {UsageError} when the file cannot be written, or another run writes to it
   */
  static open(path: string): EventLog {
    let file: Deno.FsFile;
    try {
      file = Deno.openSync(path, { read: true, write: true, create: true, append: true });
    } catch (cause) {
      throw new UsageError(`Cannot write "${path}" as the event log: ${messageOf(cause)}`, {
        cause,
        advice: "Choose a writable directory with --run-dir.",
      });
    }
    if (!file.tryLockSync(true)) {
      file.close();
      throw new UsageError(`Cannot write "${path}" as the event log: another run is writing it`, {
        advice: "Wait for that run to end, or stop it first.",
      });
    }
    file.truncateSync(completeLength(path));
    return new EventLog(file);
  }

  private constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  /** Appends one event as one line. */
  append(event: RunEvent): void {
    const bytes = new TextEncoder().encode(eventText(event) + "\n");
    for (let written = 0; written < bytes.length;) {
      written += this.#file.writeSync(bytes.subarray(written));
    }
  }

  /** Waits until all appended events are on disk. */
  sync(): void {
    this.#file.syncDataSync();
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/** V8's JSON functions, which TypeScript's library does not declare yet. */
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };
const minusZero = rawJSON("-0");

/**
 * An event as JSON that is safe to show. A score of -0 is written as `-0`, which plain `JSON.stringify` writes as 0.
 */
export function eventText(event: RunEvent): string {
  if (!hasMinusZero(event)) return printable(JSON.stringify(event)); // a replacer takes four times as long
  return printable(
    JSON.stringify(event, (_key, value) => Object.is(value, -0) ? minusZero : value),
  );
}

function hasMinusZero(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return Object.is(value, -0);
  return Array.isArray(value) ? value.some(hasMinusZero) : Object.values(value).some(hasMinusZero);
}

/**
 * Reads the events of a log. An incomplete last line (the writer was killed) is ignored.
 *
 * @throws {UsageError} when the file is missing, or a line is not an event
 */
export function readEventLog(path: string): readonly RunEvent[] {
  return [...streamEventLog(path)];
}

/**
 * Streams the events of a log, which may be larger than memory.
 *
 * @throws {UsageError} when the file is missing, or a line is not an event
 */
export function* streamEventLog(path: string): Generator<RunEvent, void, void> {
  let number = 0;
  for (const line of linesOf(path)) yield parseEvent(line, `${path}:${++number}`);
}

/** The complete lines of a file. */
function* linesOf(path: string): Generator<string, void, void> {
  using file = openToRead(path);
  const decoder = new TextDecoder();
  const chunk = new Uint8Array(1 << 20);
  let begun: Uint8Array[] = [];
  for (let length = file.readSync(chunk); length !== null; length = file.readSync(chunk)) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0 && end < length; end = chunk.indexOf(10, start)) {
      begun.push(chunk.subarray(start, end));
      yield begun.map((part, i) => decoder.decode(part, { stream: i < begun.length - 1 })).join("");
      begun = [];
      start = end + 1;
    }
    begun.push(chunk.slice(start, length));
  }
}

function openToRead(path: string): Deno.FsFile {
  try {
    const file = Deno.openSync(path);
    if (file.statSync().isFile) return file;
    file.close();
    throw new Error("it is no file");
  } catch (cause) {
    throw new UsageError(`Cannot read "${path}" as an event log: ${messageOf(cause)}`, {
      cause,
      advice: "Pass the directory of an earlier run.",
    });
  }
}

/** The length up to the end of the last complete line, searched from the end of the file. */
function completeLength(path: string): number {
  using file = openToRead(path);
  const chunk = new Uint8Array(1 << 16);
  for (let end = file.statSync().size; end > 0; end -= chunk.length) {
    const start = Math.max(0, end - chunk.length);
    const last = readAt(file, start, chunk).lastIndexOf(10);
    if (last >= 0) return start + last + 1;
  }
  return 0;
}

/** Reads bytes at an offset in a file, up to the end of the file. */
function readAt(file: Deno.FsFile, offset: number, bytes: Uint8Array): Uint8Array {
  file.seekSync(offset, Deno.SeekMode.Start);
  let length = 0;
  while (length < bytes.length) {
    const read = file.readSync(bytes.subarray(length));
    if (read === null) break;
    length += read;
  }
  return bytes.subarray(0, length);
}

function parseEvent(line: string, place: string): RunEvent {
  const refuse = (what: string, cause?: unknown) =>
    new UsageError(`Cannot read "${place}" as an event: ${what}`, {
      cause,
      advice: "The log was changed by something else; start a new run.",
    });
  if (line.length > maxLineLength) throw refuse(`received a line of ${line.length} characters`);
  const received = `received ${JSON.stringify(line.slice(0, 80))}`;
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch (cause) {
    throw refuse(received, cause);
  }
  if (!isEvent(event)) throw refuse(received);
  return event;
}

/** Whether a parsed line is an event; the log is written by this library, so checking tag and order is enough. */
function isEvent(value: unknown): value is RunEvent {
  if (typeof value !== "object" || value === null || !("type" in value)) return false;
  if (!eventTypes.has(value.type)) return false;
  return value.type === "started" || value.type === "finished" || value.type === "example" ||
    ("step" in value && typeof value.step === "number");
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
