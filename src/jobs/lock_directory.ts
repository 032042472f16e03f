/**
 * Keeps two processes from using one data directory.
 *
 * @module
 */
import { join } from "node:path";
import { closeLocked } from "../close_locked.ts";
import { UsageError } from "../errors.ts";
import { messageOf } from "../message_of.ts";

/**
 * Creates the directory and locks a file in it; the system releases the lock when the process ends.
 *
 * @throws {UsageError} when it cannot be used
 */
export async function lockDirectory(path: string): Promise<Disposable> {
  let file: Deno.FsFile;
  try {
    await Deno.mkdir(path, { recursive: true });
    file = await Deno.open(join(path, "lock"), { create: true, write: true });
  } catch (cause) {
    throw new UsageError(
      `Cannot use "${path}" as the data directory: ${messageOf(cause)}`,
      { cause, advice: "Choose a writable directory with --data." },
    );
  }
  if (await file.tryLock(true)) return { [Symbol.dispose]: () => closeLocked(file) };
  file.close();
  throw new UsageError(`Cannot use "${path}" as the data directory: another process uses it`, {
    advice: "Stop that process, or choose another directory with --data.",
  });
}
