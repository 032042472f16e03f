/**
 * Records what a call did beside its result: console lines, inner calls, statements; all bounded.
 *
 * @module
 */
import { CallRecord, type Level, type RecorderLimits } from "./call_record.ts";

/** The recorder that the realms of one program share; it takes primitives alone. */
export interface Recorder {
  line(level: Level, text: string): void;
  /** Adds to the number of calls of one callee. */
  count(callee: string, calls: number): void;
  /** Opens an inner call; texts are JSON. @returns its handle, or -1 when no more are recorded */
  begin(kind: "unit" | "tool", callee: string, args: string): number;
  /** The synchronous part of an inner call is over. */
  leave(handle: number): void;
  /** Closes an inner call with `"result":…` or `"error":…`; nothing happens when its outer call is over. */
  end(handle: number, field: string): void;
  /** Adds a statement event; the text is JSON. */
  statement(text: string): void;
  /** Notes that something was left out. */
  truncate(): void;
}

/** A recorder that can be read. */
export interface OpenRecorder extends Recorder {
  /** @returns fields of a JSON object, each after a comma, without the empty ones; the next record begins empty */
  take(): string;
}

/**
 * Makes a recorder.
 *
 * @param limits bounds of what it holds until it is read
 */
export function createRecorder(limits: RecorderLimits): OpenRecorder {
  /** Made when a call first does something worth recording. */
  let record: CallRecord | undefined;
  /** Handles are never used twice, so that a call that ends late finds no call of a later record. */
  let nextHandle = 0;

  function current(): CallRecord {
    return record ??= new CallRecord(limits, nextHandle);
  }

  return {
    line: (level, text) => current().console.add(level, text),
    count: (callee, calls) => current().counts.add(callee, calls),
    begin(kind, callee, args) {
      const handle = current().calls.open(kind, callee, args);
      if (handle >= 0) nextHandle = handle + 1;
      return handle;
    },
    leave: (handle) => record?.calls.leave(handle),
    end: (handle, field) => record?.calls.close(handle, field),
    statement: (text) => current().statements.add(text),
    truncate: () => void (current().isTruncated = true),
    take() {
      if (record === undefined) return "";
      const text = record.fields();
      record = undefined;
      return text;
    },
  };
}
