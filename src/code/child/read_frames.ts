/**
 * Reads the frames that a child sends.
 *
 * @module
 */
import { FrameReader } from "../../../sandbox/frame.ts";

/**
 * Gives the text of each frame until the stream ends.
 *
 * @throws {RangeError} for a frame above the size limit @throws what `onText` throws
 */
export async function readFrames(
  stream: ReadableStreamBYOBReader,
  onText: (text: string) => void,
): Promise<void> {
  const reader = new FrameReader();
  let chunk = new Uint8Array(64 * 1024); // passed to each read and returned by it
  for (;;) {
    const { value, done } = await stream.read(chunk);
    if (done) return;
    reader.push(value);
    chunk = new Uint8Array(value.buffer);
    for (let text = reader.next(); text !== undefined; text = reader.next()) onText(text);
  }
}
