/**
 * Reads the answers of a model's server with limits on size and structure.
 *
 * @module
 */
import { ModelError } from "../errors.ts";

/** Maximum bytes of an answer, decompressed. */
const maxBytes = 4 * 2 ** 20;

/** Maximum bytes of the body of a failed response; the rest is dropped. */
const maxFailureBytes = 64 * 2 ** 10;

/** Maximum number of values in an answer: parsing a flood of brackets takes far longer than parsing a text. */
const maxValues = 10_000;

/**
 * A `fetch` whose responses are read to their end, as the bytes arrive.
 *
 * @throws {ModelError} when an answer has more than 4 MB, also when compressed, or more than 10,000 values
 */
export async function boundedFetch(
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const response = await fetch(input, init);
  const { status, statusText, headers, body } = response;
  if (body === null) return response;
  const bytes = response.ok ? await readAnswer(body) : await readStart(body);
  return new Response(bytes, { status, statusText, headers });
}

async function readAnswer(body: ReadableStream<Uint8Array>): Promise<Blob> {
  const chunks: BlobPart[] = [];
  const values = new ValueCounter();
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(`more than ${maxBytes} bytes`);
    if (values.add(chunk) > maxValues) throw tooLarge(`more than ${maxValues} values`);
    chunks.push(new Uint8Array(chunk));
  }
  return new Blob(chunks);
}

async function readStart(body: ReadableStream<Uint8Array>): Promise<Blob> {
  const chunks: BlobPart[] = [];
  let left = maxFailureBytes;
  for await (const chunk of body) {
    chunks.push(new Uint8Array(chunk.subarray(0, left)));
    left -= chunk.length;
    if (left <= 0) break;
  }
  return new Blob(chunks);
}

function tooLarge(received: string): ModelError {
  return new ModelError(`Cannot use the answer of the model's server: received ${received}`, {
    advice: "Set the largest number of tokens in an answer, or use another server.",
  });
}

const [quote, backslash] = [0x22, 0x5c];
const separators: ReadonlySet<number> = new Set([..."[{,:"].map((sign) => sign.charCodeAt(0)));

/** Counts the values of a JSON text, chunk by chunk: every bracket, comma and colon outside of strings. */
class ValueCounter {
  #count = 0;
  #isString = false;
  #isEscaped = false;

  /** @returns the values so far */
  add(chunk: Uint8Array): number {
    for (const byte of chunk) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === quote) this.#isString = !this.#isString;
      else if (this.#isString) this.#isEscaped = byte === backslash;
      else if (separators.has(byte)) this.#count++;
    }
    return this.#count;
  }
}
