/**
 * Reads the text of a data file, within limits.
 *
 * @module
 */
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { TaskError } from "../errors.ts";
import { joinedBytes } from "../joined_bytes.ts";
import { messageOf } from "../message_of.ts";

/** Largest data file, in bytes. */
export const maxDataBytes = 64 * 2 ** 20;

/** Longest time until a server has sent a data file, in milliseconds. */
const fetchTimeoutMs = 60_000;

/** A data file as text, without a byte order mark. */
export interface DataFile {
  /** Its name in messages: the path of a file, else the URL. */
  readonly name: string;
  readonly text: string;
}

/**
 * Reads a file or fetches it.
 *
 * @param url absolute, such as `import.meta.resolve("./data.csv")`
 * @throws {TaskError} when it is no absolute URL, cannot be read, is too large, or is not UTF-8
 */
export async function readDataFile(url: string | URL): Promise<DataFile> {
  const parsed = URL.parse(url);
  if (parsed === null) {
    throw new TaskError(`Cannot read "${url}" as a data file: received no absolute URL`, {
      advice: `Write import.meta.resolve("./${basename(String(url))}"): the file beside the task.`,
    });
  }
  const name = parsed.protocol === "file:" ? fileURLToPath(parsed) : parsed.href;
  const refuse = (what: string, cause?: unknown) =>
    new TaskError(`Cannot read "${name}" as a data file: ${what}`, {
      ...(cause === undefined ? {} : { cause }),
      advice: `Name a text file in UTF-8 of at most ${maxDataBytes / 2 ** 20} MB.`,
    });
  let bytes: Uint8Array | undefined;
  try {
    bytes = await boundedBytes(await bodyOf(parsed));
  } catch (cause) {
    throw refuse(
      cause instanceof Deno.errors.NotFound ? "there is no such file" : messageOf(cause),
      cause,
    );
  }
  if (bytes === undefined) throw refuse("received a larger one");
  try {
    return { name, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (cause) {
    throw refuse("received bytes that are not UTF-8", cause);
  }
}

async function bodyOf(url: URL): Promise<ReadableStream<Uint8Array>> {
  if (url.protocol === "file:") return (await Deno.open(url)).readable;
  const response = await fetch(url, { signal: AbortSignal.timeout(fetchTimeoutMs) });
  if (response.ok && response.body !== null) return response.body;
  await response.body?.cancel();
  throw new Error(`its server answered ${response.status}`);
}

/** All bytes of a stream; undefined when there are too many. */
async function boundedBytes(stream: ReadableStream<Uint8Array>): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream) {
    length += piece.length;
    if (length > maxDataBytes) return undefined;
    pieces.push(piece);
  }
  return joinedBytes(pieces);
}
