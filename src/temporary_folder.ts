/**
 * Temporary folders that do not outlive their processes for long: each new one removes those of processes that were killed.
 *
 * @module
 */
import { basename, dirname, join } from "@std/path";

/** A folder; disposing of it removes it. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

/** File in a folder that its process holds locked; the system releases the lock when the process ends. */
const lockFile = ".in-use";

/**
 * Makes a folder, and removes those with the same prefix that a killed process has left.
 *
 * @param prefix of their names
 */
export async function temporaryFolder(prefix: string): Promise<TemporaryFolder> {
  const path = await Deno.makeTempDir({ prefix });
  const draft = join(path, `${lockFile}.new`);
  const lock = await Deno.open(draft, { createNew: true, write: true });
  await lock.lock(true);
  await Deno.rename(draft, join(path, lockFile)); // locked before any other process sees it
  await removeAbandoned(path, prefix);
  return {
    path,
    async [Symbol.asyncDispose]() {
      lock.close();
      await Deno.remove(path, { recursive: true }).catch(() => {}); // it is temporary
    },
  };
}

/** Removes the folders beside `own` of the same user that no process has locked. */
async function removeAbandoned(own: string, prefix: string): Promise<void> {
  const { uid } = await Deno.lstat(own);
  const parent = dirname(own);
  for await (const { name, isDirectory } of Deno.readDir(parent)) {
    if (!isDirectory || !name.startsWith(prefix) || name === basename(own)) continue;
    const path = join(parent, name);
    try {
      if ((await Deno.lstat(path)).uid !== uid || !await isAbandoned(path)) continue;
      await Deno.remove(path, { recursive: true });
    } catch {
      continue; // not locked yet, or removed by another process
    }
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const lockPath = join(path, lockFile);
  if (!(await Deno.lstat(lockPath)).isFile) return false;
  using lock = await Deno.open(lockPath, { write: true });
  return await lock.tryLock(true);
}
