import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { encodeFrame, FrameReader } from "../../sandbox/frame.ts";
import { requestLimits } from "../../sandbox/limits.ts";

const { maxFrameBytes } = requestLimits;

/** Reads all whole frames that are there. */
function readAll(reader: FrameReader): unknown[] {
  const messages: unknown[] = [];
  for (let text = reader.next(); text !== undefined; text = reader.next()) {
    messages.push(JSON.parse(text));
  }
  return messages;
}

Deno.test("FrameReader.next() gives the frames however the bytes were cut", () => {
  const message = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ minLength: 9_000, maxLength: 90_000 }),
  );
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1 }),
      (messages, cuts) => {
        const frames = messages.map((message) => encodeFrame(message).slice());
        const bytes = new Uint8Array(frames.reduce((sum, { length }) => sum + length, 0));
        let end = 0;
        for (const frame of frames) {
          bytes.set(frame, end);
          end += frame.length;
        }
        const reader = new FrameReader();
        const read: unknown[] = [];
        for (let start = 0, cut = 0; start < bytes.length; cut++) {
          const size = cuts[cut % cuts.length] ?? 1;
          reader.push(bytes.subarray(start, start + size));
          start += size;
          read.push(...readAll(reader));
        }
        // Half a surrogate pair does not survive UTF-8, which the tags of plain data take care of: JSON escapes it.
        assertEquals(read, messages);
      },
    ),
    { numRuns: 100, seed: 1 },
  );
});

Deno.test("FrameReader.next() throws at a frame that is too large, before it is there", () => {
  const reader = new FrameReader();
  reader.push(new Uint8Array([255, 255, 255, 255]));
  assertThrows(() => reader.next(), RangeError, "4294967295");
});

Deno.test("encodeFrame() and FrameReader take a frame that reaches the limit, and no larger one", () => {
  const largest = encodeFrame("x".repeat(maxFrameBytes - 2));
  const reader = new FrameReader();
  reader.push(largest);
  assertEquals(reader.next()?.length, maxFrameBytes);
  assertEquals(reader.next(), undefined);
  assertThrows(() => encodeFrame("x".repeat(maxFrameBytes - 1)), RangeError);
  const head = new Uint8Array(4);
  new DataView(head.buffer).setUint32(0, maxFrameBytes + 1, true);
  reader.push(head);
  assertThrows(() => reader.next(), RangeError, `${maxFrameBytes + 1}`);
});

Deno.test("encodeFrame() counts bytes, of which a character may take three", () => {
  for (const length of [8 * 1024 - 2, 8 * 1024 - 1, 100_000]) {
    const text = "\u20ac".repeat(length);
    const frame = encodeFrame(text);
    assertEquals(frame.length, 4 + 3 * length + 2);
    const reader = new FrameReader();
    reader.push(frame);
    assertEquals(readAll(reader), [text]);
  }
});
