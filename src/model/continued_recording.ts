/**
 * Goes on with the recording of a run that was interrupted.
 *
 * @module
 */
import type { Exchange } from "./exchange.ts";
import { RecordingFile } from "./recording.ts";
import { redactAll } from "./redact.ts";
import { readExchanges } from "./replaying.ts";

/** A recording that holds every call of the run so far. */
export interface ContinuedRecording {
  readonly file: RecordingFile;
  /** Calls that were recorded, but not logged before the run was killed: they need not be made again. */
  readonly unlogged: readonly Exchange[];
}

/**
 * Opens a recording to append to it. A torn last line is removed, and calls that only the log has are added.
 *
 * @param logged the calls in the log of the run, in order
 * @throws {UsageError} when the file cannot be written, or is not a recording
 */
export async function continueRecording(
  path: string,
  { logged, secrets }: {
    readonly logged: readonly Exchange[];
    readonly secrets: readonly string[];
  },
): Promise<ContinuedRecording> {
  const recorded = await wholeExchanges(path);
  const byKey = Map.groupBy(recorded, ({ key }) => key);
  const missing = logged.filter(({ key }) => byKey.get(key)?.shift() === undefined);
  const file = await RecordingFile.open(path, { isResumed: true });
  for (const { key, role, request, response } of missing) {
    await file.write({
      key,
      ...(role === undefined ? {} : { role }),
      request: redactAll(request, secrets),
      response: redactAll(response, secrets),
    });
  }
  return { file, unlogged: [...byKey.values()].flat() };
}

/** The exchanges of a file; what its writer left of a line is cut off. A file that is not there has none. */
async function wholeExchanges(path: string): Promise<readonly Exchange[]> {
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
  const length = bytes.lastIndexOf(10) + 1;
  const exchanges = readExchanges(new TextDecoder().decode(bytes.subarray(0, length)), path);
  if (length < bytes.length) await Deno.truncate(path, length);
  return exchanges;
}
