/**
 * The files of a source that a job brought, beside its run.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { isFullDisk } from "./store_error.ts";
import type { TaskSource } from "../task/task_source.ts";
import { storageError } from "../trainer/event_log.ts";
import { checkSource } from "../untrusted/task_source.ts";

/**
 * Writes the files of a source into the folder `source` of a run's directory, so that its process finds them.
 *
 * @returns the path of the entry
 * @throws {TaskError} when a path is not relative and plain, or the source is too large
 * @throws {StorageError} when the disk is full
 */
export async function writeSource(runDir: string, source: TaskSource): Promise<string> {
  checkSource(source);
  const folder = join(runDir, "source");
  try {
    await writeFiles(folder, source);
  } catch (cause) {
    throw isFullDisk(cause) ? storageError(folder, cause) : cause;
  }
  return join(folder, source.entry);
}

async function writeFiles(folder: string, source: TaskSource): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  for (const [path, text] of Object.entries(source.files)) {
    const file = join(folder, path);
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeTextFile(file, text);
  }
}
