/**
 * Writes a file as a whole or not at all.
 *
 * @module
 */
import { storageError } from "../trainer/event_log.ts";

/** Writes a text beside the file, and puts it in its place. @throws {StorageError} when it cannot be written */
export function writeFile(path: string, text: string): void {
  const part = `${path}.part`;
  try {
    {
      using file = Deno.openSync(part, { write: true, create: true, truncate: true });
      const bytes = new TextEncoder().encode(text);
      for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
      file.syncDataSync();
    }
    Deno.renameSync(part, path);
  } catch (cause) {
    remove(part);
    throw storageError(path, cause);
  }
}

/** Removes what was written of a file, if anything. */
function remove(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // there is none, or it cannot be removed either: the write has failed already
  }
}
