/**
 * Messages of a process on its standard output, between whatever else is written there.
 *
 * Each message is cut into lines that begin with a mark which only the two processes know. A line is written at once and
 * is short enough that the system does not mix it with the output of another thread.
 *
 * @module
 */
import { joinedBytes } from "../joined_bytes.ts";
import { messageOf } from "../message_of.ts";
import { jsonText } from "../trainer/json_text.ts";
import { TaskProcessError } from "./error_data.ts";
import type { TaskMessage } from "./message.ts";

/** Bytes that a pipe takes in one piece (PIPE_BUF of Linux; other systems: 512 or more). */
const pieceBytes = 4_096;

/** Behind the mark: whether the message continues in another line. */
const continued = "+";
const complete = ".";

const lineFeed = 10;

/** The beginning of each line of a message. @param nonce is known to the two processes only */
export function markOf(nonce: string): string {
  return `\0opto-${nonce} `;
}

/** The lines of one message, as bytes. */
export function* messageLines(mark: string, message: TaskMessage): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  const bytes = encoder.encode(messageText(message));
  const room = pieceBytes - mark.length - 2;
  for (let start = 0; start < bytes.length; start += room) {
    const part = bytes.subarray(start, start + room);
    const isLast = start + room >= bytes.length;
    const line = new Uint8Array(mark.length + part.length + 2);
    line.set(encoder.encode(mark + (isLast ? complete : continued)));
    line.set(part, mark.length + 1);
    line[line.length - 1] = lineFeed;
    yield line;
  }
}

/** A message as JSON; an event as the log has it. */
function messageText(message: TaskMessage): string {
  return "event" in message
    ? `{"type":"${message.type}","event":${jsonText(message.event)}}`
    : JSON.stringify(message);
}

/** Receives messages and other output of a stream, in order. */
export interface MessageStreamHandlers {
  onMessage(message: TaskMessage): void;
  /** Called with other output: whole lines, or the part of one before a message. */
  onOutput(line: string): void;
}

/** Longest line of other output; a longer one is passed on in pieces. */
const maxLineBytes = 16_384;

/** Tells messages and other output apart. */
export class MessageStream {
  readonly #mark: Uint8Array;
  readonly #handlers: MessageStreamHandlers;
  /** Bytes after the last line feed. */
  #rest = new Uint8Array();
  #parts: Uint8Array[] = [];

  /** @param mark begins each line of a message @param handlers receive messages and other output */
  constructor(mark: string, handlers: MessageStreamHandlers) {
    this.#mark = new TextEncoder().encode(mark);
    this.#handlers = handlers;
  }

  /** Reads the next bytes. */
  push(chunk: Uint8Array): void {
    const bytes = joinedBytes([this.#rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      this.#line(bytes.subarray(start, end));
      start = end + 1;
    }
    this.#rest = bytes.slice(start);
    if (this.#rest.length > maxLineBytes && indexOf(this.#rest, this.#mark) < 0) this.flush();
  }

  /** Passes an incomplete line of other output on: a prompt, or the last words. The beginning of a mark stays. */
  flush(): void {
    if (indexOf(this.#rest, this.#mark) >= 0) return;
    const end = beginOf(this.#mark, this.#rest);
    if (end > 0) this.#output(this.#rest.subarray(0, end));
    this.#rest = this.#rest.slice(end);
  }

  #line(line: Uint8Array): void {
    const place = indexOf(line, this.#mark);
    if (place < 0) return this.#output(line);
    if (place > 0) this.#output(line.subarray(0, place));
    const tag = place + this.#mark.length;
    this.#parts.push(line.slice(tag + 1));
    if (line[tag] !== complete.charCodeAt(0)) return;
    const text = new TextDecoder().decode(joinedBytes(this.#parts));
    this.#parts = [];
    this.#handlers.onMessage(parsed(text));
  }

  #output(line: Uint8Array): void {
    this.#handlers.onOutput(new TextDecoder().decode(line));
  }
}

/** @throws {TaskProcessError} for what the library does not write, unless the task broke it */
function parsed(text: string): TaskMessage {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TaskProcessError(
      "TASK_ENDED",
      `The task's process sent what is no message: ${messageOf(cause)}`,
      "Replace no built-in object, such as JSON, in a task.",
    );
  }
}

/** Where a sequence begins that the bytes end in the middle of; else their length. */
function beginOf(sought: Uint8Array, bytes: Uint8Array): number {
  for (let at = Math.max(0, bytes.length - sought.length + 1); at < bytes.length; at++) {
    if (bytes.subarray(at).every((byte, index) => byte === sought[index])) return at;
  }
  return bytes.length;
}

/** The first place of a sequence, or -1. */
function indexOf(bytes: Uint8Array, sought: Uint8Array): number {
  const [first = -1] = sought;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (sought.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}
