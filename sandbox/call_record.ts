/**
 * The record of one call: console lines, inner calls, call counts and statements, each a JSON field.
 *
 * @module
 */
import { replyLimits } from "./limits.ts";
import { clip } from "./print.ts";
import { emptyRecord, hasOwn, objectKeys, quote } from "./primordials.ts";

/** Limits of one call's record. */
export interface RecorderLimits {
  readonly maxConsoleLines: number;
  readonly maxConsoleChars: number;
  /** Inner calls recorded with arguments and result; all are counted. */
  readonly maxCalls: number;
  readonly maxStatements: number;
}

/** The level of a console line. */
export type Level = "debug" | "log" | "info" | "warn" | "error";

/** The record of one call of the host. */
export class CallRecord {
  readonly console: ConsoleLog;
  readonly calls: CallLog;
  readonly counts = new CallCounts();
  readonly statements: StatementLog;
  isTruncated = false;

  /** @param limits limits of each part @param firstHandle handle of the first inner call */
  constructor(limits: RecorderLimits, firstHandle: number) {
    this.console = new ConsoleLog(limits.maxConsoleLines, limits.maxConsoleChars);
    this.calls = new CallLog(limits.maxCalls, firstHandle);
    this.statements = new StatementLog(limits.maxStatements);
  }

  /** The fields of a JSON object, each after a comma, without empty ones. */
  fields(): string {
    const { console, calls, counts, statements } = this;
    const isTruncated = this.isTruncated || console.isTruncated || calls.isTruncated ||
      counts.isTruncated || statements.isTruncated;
    return console.field() + calls.field() + counts.field() + statements.field() +
      (isTruncated ? `,"isTruncated":true` : "");
  }
}

/** Console lines, bounded in number and in characters. */
class ConsoleLog {
  isTruncated = false;
  readonly #maxLines: number;
  readonly #maxChars: number;
  #text = "";
  #lines = 0;
  #chars = 0;

  constructor(maxLines: number, maxChars: number) {
    this.#maxLines = maxLines;
    this.#maxChars = maxChars;
  }

  add(level: Level, text: string): void {
    const room = this.#maxChars - this.#chars;
    if (this.#lines >= this.#maxLines || room <= 0) {
      this.isTruncated = true;
      return;
    }
    const clipped = clip(text, room);
    if (clipped !== text) this.isTruncated = true;
    this.#chars += clipped.length;
    this.#text += `${this.#lines++ === 0 ? "" : ","}{"level":"${level}","text":${quote(clipped)}}`;
  }

  field(): string {
    return this.#lines === 0 ? "" : `,"console":[${this.#text}]`;
  }
}

/** The first inner calls with arguments and results, as a tree. */
class CallLog {
  isTruncated = false;
  readonly #maxCalls: number;
  readonly #firstHandle: number;
  readonly #calls = emptyRecord<{ head: string; tail: string; parent: number }>();
  #count = 0;
  /** The current call, by its place; -1 is the outer call. */
  #open = -1;

  constructor(maxCalls: number, firstHandle: number) {
    this.#maxCalls = maxCalls;
    this.#firstHandle = firstHandle;
  }

  open(kind: "unit" | "tool", callee: string, args: string): number {
    if (this.#count >= this.#maxCalls) {
      this.isTruncated = true;
      return -1;
    }
    const id = this.#count++;
    const head = `{"id":${id},"parent":${this.#open},"callee":${quote(callee)},"kind":"${kind}",` +
      `"args":${args}`;
    this.#calls[id] = { head, tail: "}", parent: this.#open };
    this.#open = id;
    return this.#firstHandle + id;
  }

  leave(handle: number): void {
    const call = this.#calls[handle - this.#firstHandle];
    if (call !== undefined) this.#open = call.parent;
  }

  close(handle: number, field: string): void {
    const call = this.#calls[handle - this.#firstHandle];
    if (call !== undefined) call.tail = `,${field}}`;
  }

  field(): string {
    if (this.#count === 0) return "";
    let list = "";
    for (let id = 0; id < this.#count; id++) {
      const call = this.#calls[id];
      if (call !== undefined) list += (id === 0 ? "" : ",") + call.head + call.tail;
    }
    return `,"calls":[${list}]`;
  }
}

/** Call counts by callee. */
class CallCounts {
  isTruncated = false;
  readonly #counts = emptyRecord<number>();
  #callees = 0;

  add(callee: string, calls: number): void {
    if (hasOwn(this.#counts, callee)) {
      this.#counts[callee] = (this.#counts[callee] ?? 0) + calls;
    } else if (this.#callees < replyLimits.maxCallees) {
      this.#callees++;
      this.#counts[callee] = calls;
    } else {
      this.isTruncated = true;
    }
  }

  field(): string {
    if (this.#callees === 0) return "";
    const callees = objectKeys(this.#counts);
    let pairs = "";
    for (let index = 0; index < callees.length; index++) {
      const callee = callees[index] as string; // below its length
      pairs += `${index === 0 ? "" : ","}${quote(callee)}:${this.#counts[callee]}`;
    }
    return `,"callCounts":{${pairs}}`;
  }
}

/** Statement events, bounded in number. */
class StatementLog {
  isTruncated = false;
  readonly #maxStatements: number;
  #text = "";
  #count = 0;

  constructor(maxStatements: number) {
    this.#maxStatements = maxStatements;
  }

  add(text: string): void {
    if (this.#count >= this.#maxStatements) {
      this.isTruncated = true;
      return;
    }
    this.#text += (this.#count++ === 0 ? "" : ",") + text;
  }

  field(): string {
    return this.#count === 0 ? "" : `,"statements":[${this.#text}]`;
  }
}
