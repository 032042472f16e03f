/**
 * Keeps what a call did beside its result: console lines, inner calls, statements; all bounded.
 *
 * @module
 */
import { clip } from "./print.ts";
import { emptyRecord, objectKeys, quote } from "./primordials.ts";

/** Bounds of one call's report. */
export interface RecorderLimits {
  readonly maxConsoleLines: number;
  readonly maxConsoleChars: number;
  /** Inner calls that are kept with arguments and result; all are counted. */
  readonly maxCalls: number;
  readonly maxStatements: number;
}

/** The level of a console line. */
export type Level = "debug" | "log" | "info" | "warn" | "error";

/** Where the realms of one program put what they saw; takes primitives alone, for realms share it. */
export interface Recorder {
  line(level: Level, text: string): void;
  /** Adds to the number of calls of one callee. */
  count(callee: string, calls: number): void;
  /** Opens an inner call; texts are JSON. @returns its id, or -1 when no more are kept */
  begin(kind: "unit" | "tool", callee: string, args: string): number;
  /** The synchronous part of an inner call is over. */
  leave(id: number): void;
  /** Closes an inner call with `"result":…` or `"error":…`. */
  end(id: number, field: string): void;
  statement(text: string): void;
  truncate(): void;
}

/** A recorder that can be read. */
export interface OpenRecorder extends Recorder {
  /** @returns fields of a JSON object, each after a comma, those that are empty left out; begins anew */
  take(): string;
}

/**
 * Makes a recorder.
 *
 * @param limits bounds of what it keeps until it is read
 */
export function createRecorder(limits: RecorderLimits): OpenRecorder {
  let lines = "";
  let lineCount = 0;
  let charCount = 0;
  let counts = emptyRecord<number>();
  let calls = emptyRecord<{ head: string; tail: string; parent: number }>();
  let callCount = 0;
  let current = -1;
  let statements = "";
  let statementCount = 0;
  let isTruncated = false;
  let isEmpty = true;

  return {
    line(level, text) {
      isEmpty = false;
      const room = limits.maxConsoleChars - charCount;
      if (lineCount >= limits.maxConsoleLines || room <= 0) {
        isTruncated = true;
        return;
      }
      const kept = clip(text, room);
      if (kept !== text) isTruncated = true;
      charCount += kept.length;
      lines += `${lineCount++ === 0 ? "" : ","}{"level":"${level}","text":${quote(kept)}}`;
    },
    count(callee, calls) {
      isEmpty = false;
      counts[callee] = (counts[callee] ?? 0) + calls;
    },
    begin(kind, callee, args) {
      isEmpty = false;
      if (callCount >= limits.maxCalls) {
        isTruncated = true;
        return -1;
      }
      const id = callCount++;
      const head = `{"id":${id},"parent":${current},"callee":${quote(callee)},"kind":"${kind}",` +
        `"args":${args}`;
      calls[id] = { head, tail: "}", parent: current };
      current = id;
      return id;
    },
    leave(id) {
      const call = calls[id];
      if (call !== undefined) current = call.parent;
    },
    end(id, field) {
      const call = calls[id];
      if (call !== undefined) call.tail = `,${field}}`;
    },
    statement(text) {
      isEmpty = false;
      if (statementCount >= limits.maxStatements) {
        isTruncated = true;
        return;
      }
      statements += (statementCount++ === 0 ? "" : ",") + text;
    },
    truncate() {
      isEmpty = false;
      isTruncated = true;
    },
    take() {
      if (isEmpty) return "";
      let text = "";
      if (lineCount > 0) text += `,"console":[${lines}]`;
      if (callCount > 0) {
        let list = "";
        for (let id = 0; id < callCount; id++) {
          list += (id === 0 ? "" : ",") + (calls[id]?.head ?? "") + (calls[id]?.tail ?? "");
        }
        text += `,"calls":[${list}]`;
      }
      const callees = objectKeys(counts);
      let pairs = "";
      for (let index = 0; index < callees.length; index++) {
        const callee = callees[index] as string; // below its length
        pairs += `${index === 0 ? "" : ","}${quote(callee)}:${counts[callee]}`;
      }
      if (pairs !== "") text += `,"callCounts":{${pairs}}`;
      if (statementCount > 0) text += `,"statements":[${statements}]`;
      if (isTruncated) text += `,"isTruncated":true`;
      lines = statements = "";
      lineCount =
        charCount =
        callCount =
        statementCount =
          0;
      counts = emptyRecord();
      calls = emptyRecord();
      current = -1;
      isTruncated = false;
      isEmpty = true;
      return text;
    },
  };
}
