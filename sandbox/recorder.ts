/**
 * Records the side effects of a call: console lines, inner calls, statements; all bounded.
 *
 * @module
 */
import { CallRecord, type Level, type RecorderLimits } from "./call_record.ts";

/** The recorder shared by the realms of a program; accepts only primitives. */
export interface Recorder {
  line(level: Level, text: string): void;
  /** Adds to the number of calls of one callee. */
  count(callee: string, calls: number): void;
  /** Opens an inner call; texts are JSON. @returns its handle, or -1 when the limit is reached */
  begin(kind: "unit" | "tool", callee: string, args: string): number;
  /** Ends the synchronous part of an inner call. */
  leave(handle: number): void;
  /** Closes an inner call with `"result":…` or `"error":…`; ignored when its outer call has ended. */
  end(handle: number, field: string): void;
  /** Adds a statement event; the text is JSON. */
  statement(text: string): void;
  /** Notes that something was omitted. */
  truncate(): void;
}

/** A recorder that can be read. */
export interface OpenRecorder extends Recorder {
  /** @returns fields of a JSON object, each after a comma, without empty ones; starts a new record */
  take(): string;
}

/**
 * Makes a recorder.
 *
 * @param limits limits of one record
 */
export function createRecorder(limits: RecorderLimits): OpenRecorder {
  /** Made when a call first records something. */
  let record: CallRecord | undefined;
  /** Handles are never reused, so a call that ends late matches no call of a later record. */
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
