/**
 * A `fetch` for a model's server whose failures are read with a limit on size.
 *
 * @module
 */

/** Maximum bytes of the body of a failed response; the rest is dropped. */
const maxFailureBytes = 64 * 2 ** 10;

/**
 * A `fetch` that reads failed responses up to 64 KB. The bodies of others are left to `readAnswerBody`. A redirect is such a
 * failure: following it would turn the request into a GET, at an address that the user did not name.
 */
export async function boundedFetch(
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: "manual" });
  const { status, statusText, headers, body } = response;
  if (response.ok || body === null) return response;
  return new Response(await readStart(body), { status, statusText, headers });
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
