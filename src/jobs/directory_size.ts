/**
 * Reads directories that may be missing, or change meanwhile.
 *
 * @module
 */
import { join } from "node:path";

/** Bytes of all files in a directory; 0 where there is no such directory. */
export async function directorySize(path: string): Promise<number> {
  let bytes = 0;
  for (const name of await namesIn(path)) {
    const file = join(path, name);
    const info = await unlessMissing(Deno.lstat(file));
    if (info !== undefined) bytes += info.isDirectory ? await directorySize(file) : info.size;
  }
  return bytes;
}

/** Names in a directory; none where there is no such directory. */
export async function namesIn(path: string): Promise<readonly string[]> {
  return await unlessMissing(Array.fromAsync(Deno.readDir(path), ({ name }) => name)) ?? [];
}

/** What a promise gives; undefined when it rejects because there is no such file. */
export async function unlessMissing<T>(done: Promise<T>): Promise<T | undefined> {
  try {
    return await done;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
