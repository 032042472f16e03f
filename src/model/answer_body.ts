/**
 * Reads the body of an answer as it arrives, within a limit: a JSON object, or a stream of events.
 *
 * @module
 */
import type { BodyReader } from "./body_reader.ts";
import { BrokenAnswer } from "./broken_answer.ts";
import { CompletionStream } from "./completion_stream.ts";
import { CompletionText } from "./completion_text.ts";

/** Limits and callbacks of a reading. */
export interface AnswerBodyOptions {
  /** Maximum bytes of a JSON body, decompressed, and of the text in a stream. */
  readonly maxBytes: number;
  /** Called for each piece that arrives. */
  readonly onPiece: () => void;
}

/** A streamed text has this many times its size in frames around it, at most: more bytes are not read. */
const framesPerText = 64;

/** Characters at the beginning of a body that tell a stream of events from an object. */
const headLength = 8;

/**
 * The chat completion in a body. Servers mislabel their answers, so the first characters tell the form, not the headers.
 *
 * Memory is bounded by the limit, also for a body without end: reading stops there.
 *
 * @throws {BrokenAnswer} when the body is empty, breaks off, or holds something else
 */
export async function readAnswerBody(
  body: ReadableStream<Uint8Array> | null,
  { maxBytes, onPiece }: AnswerBodyOptions,
): Promise<unknown> {
  if (body === null) throw new BrokenAnswer("an empty answer", { isForeign: true });
  const decoder = new TextDecoder();
  let head = "";
  let reader: BodyReader | undefined;
  let left = maxBytes;
  for await (const bytes of body) {
    onPiece();
    const taken = bytes.subarray(0, Math.max(0, left));
    left -= bytes.length;
    const text = decoder.decode(taken, { stream: true });
    if (reader === undefined) {
      head = (head + text).trimStart();
      if (head.length < headLength && left >= 0) continue;
      reader = readerFor(head, maxBytes);
      if (reader instanceof CompletionStream) left += maxBytes * (framesPerText - 1);
      if (reader.push(head)) break;
    } else if (reader.push(text)) break;
    if (left < 0) return reader.end(true);
  }
  if (reader === undefined) {
    reader = readerFor(head, maxBytes);
    reader.push(head);
  }
  reader.push(decoder.decode());
  return reader.end(false);
}

function readerFor(head: string, maxBytes: number): BodyReader {
  return /^(?:data|event|id|retry)?:/.test(head)
    ? new CompletionStream(maxBytes)
    : new CompletionText();
}
