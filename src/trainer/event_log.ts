/**
 * The event log of a run: an append-only file with one line of JSON per event.
 *
 * @module
 */
import { closeLocked } from "../close_locked.ts";
import { messageOf } from "../message_of.ts";
import { joinedBytes } from "../joined_bytes.ts";
import { StorageError, UsageError } from "../errors.ts";
import type { RunEvent } from "./event.ts";
import { eventFault } from "./event_fields.ts";
import { hasChecksum, LineChain, parseLine } from "./log_line.ts";

/** Maximum length of a line in bytes: 64 MiB. */
const maxLineLength = 64 * 2 ** 20;

/** Options of opening a log. */
export interface EventLogOptions {
  /** Whether a damaged log is cut to the whole lines before the damage, and kept as a copy. @default false */
  readonly repair?: boolean;
  /** Takes the events that the file has, in order; `recorded` is empty then. A log may be larger than memory. */
  readonly onRecorded?: (event: RunEvent) => void;
}

/** Appends events to a file; `append` returns after the operating system has the event. */
export class EventLog implements Disposable {
  /** The events that the file had when it was opened. */
  readonly recorded: readonly RunEvent[];
  readonly #path: string;
  readonly #file: Deno.FsFile;
  readonly #chain = new LineChain();
  /** Bytes of whole lines. */
  #length = 0;

  /**
   * Opens the log for appending: locks it, reads it, and removes an incomplete last line.
   *
   * @throws {UsageError} when the file cannot be written, another run writes to it, or it is damaged
   */
  static open(path: string, options: EventLogOptions = {}): EventLog {
    let file: Deno.FsFile;
    try {
      file = Deno.openSync(path, { read: true, write: true, create: true, append: true });
    } catch (cause) {
      throw new UsageError(`Cannot write "${path}" as the event log: ${messageOf(cause)}`, {
        cause,
        advice: "Choose a writable directory with --run-dir.",
      });
    }
    try {
      if (!file.tryLockSync(true)) {
        throw new UsageError(
          `Cannot write "${path}" as the event log: another run is writing it`,
          { advice: "Wait for that run to end, or stop it first." },
        );
      }
      if (options.repair) cutAtDamage(path, file);
      return new EventLog(path, file, options);
    } catch (error) {
      closeLocked(file);
      throw error;
    }
  }

  private constructor(path: string, file: Deno.FsFile, { onRecorded }: EventLogOptions) {
    this.#path = path;
    this.#file = file;
    const events: RunEvent[] = [];
    const take = onRecorded ?? ((event) => events.push(event));
    for (const { event, end } of readLines(path, this.#chain)) {
      take(event);
      this.#length = end;
    }
    this.recorded = events;
    file.truncateSync(this.#length);
  }

  /**
   * Appends one event as one line.
   *
   * @throws {StorageError} when the line cannot be written; the log then ends with the line before
   */
  append(event: RunEvent): void {
    try {
      const bytes = this.#chain.write(event);
      if (bytes.length > maxLineLength) {
        throw new RangeError(`received an event "${event.type}" of ${bytes.length} bytes`);
      }
      for (let written = 0; written < bytes.length;) {
        written += this.#file.writeSync(bytes.subarray(written));
      }
      this.#length += bytes.length;
    } catch (cause) {
      this.#chain.undo();
      this.#file.truncateSync(this.#length); // later events must not follow half a line
      throw storageError(this.#path, cause);
    }
  }

  /** Waits until all appended events are on disk. @throws {StorageError} when they cannot be written there */
  sync(): void {
    try {
      this.#file.syncDataSync();
    } catch (cause) {
      throw storageError(this.#path, cause);
    }
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    closeLocked(this.#file);
  }
}

/** The error for a file of a run that cannot be written. */
export function storageError(path: string, cause: unknown): StorageError {
  return new StorageError(`Cannot write "${path}": ${messageOf(cause)}`, {
    cause,
    advice: "What was logged before is kept. Make room on its disk, then resume the run.",
  });
}

/**
 * Reads the events of a log. An incomplete last line (the writer was killed) is ignored.
 *
 * @param options `repair`: of a damaged log, the events before the first damaged line are read
 * @throws {UsageError} when the file is missing, or a line is damaged or is not an event
 */
export function readEventLog(
  path: string,
  options: Pick<EventLogOptions, "repair"> = {},
): readonly RunEvent[] {
  return [...streamEventLog(path, options)];
}

/** Streams the same, for a log that may be larger than memory. */
export function* streamEventLog(
  path: string,
  { repair = false }: Pick<EventLogOptions, "repair"> = {},
): Generator<RunEvent, void, void> {
  try {
    for (const { event } of readLines(path, new LineChain())) yield event;
  } catch (error) {
    if (!repair || !(error instanceof DamageError)) throw error;
  }
}

/** A line that is no event. */
class DamageError extends UsageError {
  /** Bytes of the whole lines before it. */
  readonly wholeLength: number;

  constructor(
    { path, number, wholeLength }: { path: string; number: number; wholeLength: number },
    fault: string,
    options: { cause?: unknown; advice?: string } = {},
  ) {
    const advice = number === 1
      ? "No event before it can be saved: start a new run."
      : `What came before can be saved: with --repair, resume goes on from line ${
        number - 1
      } and ` +
        "keeps the damaged log as a copy.";
    super(`Cannot read "${path}:${number}" as an event: ${fault}`, { advice, ...options });
    this.wholeLength = wholeLength;
  }
}

/** Cuts a damaged log to its whole lines; the damaged one is kept beside it. */
function cutAtDamage(path: string, file: Deno.FsFile): void {
  try {
    for (const _line of readLines(path, new LineChain()));
  } catch (error) {
    if (!(error instanceof DamageError)) throw error;
    Deno.copyFileSync(path, unusedName(path));
    file.truncateSync(error.wholeLength);
  }
}

/** `events.damaged-1.jsonl`, or the next number. */
function unusedName(path: string): string {
  for (let number = 1;; number++) {
    const name = path.replace(/(\.jsonl)?$/, `.damaged-${number}$1`);
    try {
      Deno.lstatSync(name);
    } catch {
      return name; // other errors are reported when it is written
    }
  }
}

/** The events of the complete lines of a file, each with the offset of its end. */
function* readLines(
  path: string,
  chain: LineChain,
): Generator<{ readonly event: RunEvent; readonly end: number }, void, void> {
  let [number, end] = [0, 0];
  for (const { bytes, isComplete } of linesOf(path)) {
    const place = { path, number: ++number, wholeLength: end };
    if (!isComplete) {
      if (!chain.hasNext(bytes)) return; // torn: its writer was killed
      throw new DamageError(place, "its line feed is damaged");
    }
    const event = parseEvent(bytes, chain, place);
    end += bytes.length + 1;
    yield { event, end };
  }
}

function parseEvent(
  bytes: Uint8Array,
  chain: LineChain,
  place: ConstructorParameters<typeof DamageError>[0],
): RunEvent {
  if (bytes.length > maxLineLength) {
    throw new DamageError(place, `received a line of ${bytes.length} bytes`);
  }
  const line = new TextDecoder().decode(bytes);
  if (!chain.takes(bytes)) {
    const received = `received ${JSON.stringify(line.slice(0, 80))}`;
    if (!hasChecksum(bytes)) throw new DamageError(place, `it lacks its checksum: ${received}`);
    throw new DamageError(place, `it is damaged, its checksum does not match: ${received}`);
  }
  let event: unknown;
  try {
    event = parseLine(line);
  } catch (cause) {
    throw new DamageError(place, `received ${JSON.stringify(line.slice(0, 80))}`, { cause });
  }
  const fault = eventFault(event);
  if (fault === undefined) return event as RunEvent; // as: it has the fields of one
  throw new DamageError(place, fault, {
    advice: "Another version of Opto wrote it: read it with that version.",
  });
}

/** The lines of a file; the last one is incomplete when the file does not end in a line feed. */
function* linesOf(
  path: string,
): Generator<{ readonly bytes: Uint8Array; readonly isComplete: boolean }, void, void> {
  using file = openToRead(path);
  const chunk = new Uint8Array(1 << 20);
  let begun: Uint8Array[] = [];
  for (let length = file.readSync(chunk); length !== null; length = file.readSync(chunk)) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0 && end < length; end = chunk.indexOf(10, start)) {
      yield { bytes: joinedBytes([...begun, chunk.subarray(start, end)]), isComplete: true };
      begun = [];
      start = end + 1;
    }
    if (start < length) begun.push(chunk.slice(start, length));
  }
  if (begun.length > 0) yield { bytes: joinedBytes(begun), isComplete: false };
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
