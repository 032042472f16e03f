/**
 * Frames on a byte stream: four bytes of length, little-endian, then JSON in UTF-8.
 *
 * @module
 */
import { requestLimits } from "./limits.ts";

const { maxFrameBytes } = requestLimits;
const headBytes = 4;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Initial buffer for small messages; a UTF-16 code unit takes at most three bytes of UTF-8. */
const scratch = new Uint8Array(headBytes + 3 * 8 * 1024);
const scratchBody = scratch.subarray(headBytes);

/**
 * Writes one message.
 *
 * @param message plain JSON
 * @returns the frame's bytes, valid until the next call
 * @throws {RangeError} when the message exceeds the frame limit
 */
export function encodeFrame(message: unknown): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(message);
  const isSmall = text.length * 3 <= scratchBody.length;
  const bytes = isSmall ? scratch : new Uint8Array(headBytes + text.length * 3);
  const body = isSmall ? scratchBody : bytes.subarray(headBytes);
  const { written } = encoder.encodeInto(text, body);
  if (written > maxFrameBytes) {
    throw new RangeError(
      `Cannot send a message of ${written} bytes: a frame holds ${maxFrameBytes}`,
    );
  }
  new DataView(bytes.buffer).setUint32(0, written, true);
  return bytes.subarray(0, headBytes + written);
}

/** Reassembles frames from chunks. */
export class FrameReader {
  #buffer = new Uint8Array(64 * 1024);
  #start = 0;
  #end = 0;

  /** Appends bytes; the chunk may be reused afterwards. */
  push(chunk: Uint8Array): void {
    this.#reserve(chunk.length);
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /**
   * The text of the next complete frame, if any.
   *
   * @throws {RangeError} when a frame's declared length exceeds the limit
   */
  next(): string | undefined {
    const available = this.#end - this.#start;
    if (available < headBytes) return undefined;
    const length = new DataView(this.#buffer.buffer).getUint32(this.#start, true);
    if (length > maxFrameBytes) {
      throw new RangeError(
        `Cannot read a frame of ${length} bytes: a frame holds ${maxFrameBytes}`,
      );
    }
    if (available < headBytes + length) return undefined;
    const from = this.#start + headBytes;
    this.#start = from + length;
    return decoder.decode(this.#buffer.subarray(from, from + length));
  }

  /** Grows the buffer when there is no room behind its last byte. */
  #reserve(bytes: number): void {
    if (this.#start === this.#end) this.#start = this.#end = 0;
    if (this.#end + bytes <= this.#buffer.length) return;
    const held = this.#end - this.#start;
    const size = Math.max(this.#buffer.length, 2 * (held + bytes));
    const buffer = held + bytes <= this.#buffer.length / 2 ? this.#buffer : new Uint8Array(size);
    if (buffer === this.#buffer) buffer.copyWithin(0, this.#start, this.#end);
    else buffer.set(this.#buffer.subarray(this.#start, this.#end));
    this.#buffer = buffer;
    this.#start = 0;
    this.#end = held;
  }
}
